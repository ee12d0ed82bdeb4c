"""The wall's page in a real browser: live, frozen, without names, for a room of any size."""

import random
from collections.abc import Iterator

import psycopg
import pytest
from accessible import faults
from browsing import shot
from playwright.sync_api import Page, expect
from walls import Wall, served_wall

from poollab.course import TASKS
from poollab.postgres.instance import Postgres

pytestmark = pytest.mark.browser

NAMES = ("Ada", "Grace Hopper", "<b>Eve</b>", "Wolfeschlegelsteinhausenbergerdorff", "李雷", "José")


@pytest.fixture
def wall(db: Postgres) -> Iterator[Wall]:
    with served_wall(db.role("wallpage")) as served:
        yield served


def fill(wall: Wall, db: Postgres, count: int) -> None:
    """Have a room of so many seats in the middle of lesson 03, two of which ask for help."""
    luck, role = random.Random(4), f"{db.role_name}_wallpage" if db.kind == "given" else "wallpage"
    dsn = db.superuser_dsn.rpartition("/")[0] + f"/{role}"
    with psycopg.connect(dsn) as connection:
        for number in range(count):
            name = NAMES[number] if number < len(NAMES) else f"learner-{number:03}"
            seat = connection.execute(
                "INSERT INTO seats (name, asks_since) VALUES (%s, CASE WHEN %s THEN now() END) "
                "RETURNING seat",
                (name, number in (1, 4)),
            ).fetchone()
            for at, task in enumerate(("01/ask", "01/count", "03/mend", "03/count")):
                if luck.random() < 0.95 - 0.2 * at:
                    connection.execute(
                        "INSERT INTO tried (seat, task, times, passed, last_report) "
                        "VALUES (%s, %s, %s, %s, gen_random_uuid())",
                        (*(seat or ()), task, luck.randint(1, 4), luck.random() < 0.6),
                    )
    wall.app.state.board.changed()


def opened(page: Page, wall: Wall, seats: int, choice: str = "#03") -> None:
    """Open the wall, and wait until so many seats are on it."""
    page.goto(f"{wall.url}/{choice}")
    expect(page.locator("#seats > li")).to_have_count(seats)


@pytest.mark.parametrize("count", [3, 30, 300])
def test_a_room_of_any_size_is_on_the_wall(
    count: int, page: Page, wall: Wall, db: Postgres
) -> None:
    fill(wall, db, count)
    for scheme in "light", "dark":
        page.emulate_media(color_scheme=scheme)
        for width, height in (1280, 800), (1920, 1080):
            page.set_viewport_size({"width": width, "height": height})
            opened(page, wall, count)
            shot(page, f"wall-{count}-{scheme}-{width}")
            over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(over) == 0, "nothing stands out at the side"
        assert faults(page, "body") == []
    assert page.locator("#tasks > li").count() == len(TASKS["03"])
    assert page.locator("b", has_text="Eve").count() == 0, "a name is text"


def test_the_page_is_live_and_can_be_frozen(page: Page, wall: Wall) -> None:
    wall.report("ada", "04/bakery", "tried")
    opened(page, wall, 1, "")
    bar = page.locator("#tasks > li", has_text="bakery").locator(".bar")
    expect(page.locator("#tasks-of")).to_have_text("Lesson 04")  # where the room is
    expect(bar).to_have_text("✗ 1")
    wall.report("ada", "04/bakery", "passed")
    expect(bar).to_have_text("✓ 1")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.locator("#freeze:focus").count():
            break
    page.keyboard.press("Enter")
    expect(page.locator("#state")).to_contain_text("Frozen at")
    wall.post("help", "bob", wanted=True)
    expect(page.locator("#state")).to_contain_text("There is news")
    assert page.locator("#seats > li").count() == 1
    page.keyboard.press("Enter")
    expect(page.locator("#seats > li")).to_have_count(2)
    expect(page.locator("#help")).to_contain_text("1 asks for help")
    expect(page.locator("#help bdi")).to_have_text("bob")


def test_seats_without_names_are_numbers_also_when_it_is_opened_again(
    page: Page, wall: Wall
) -> None:
    wall.post("help", "ada", wanted=True)
    opened(page, wall, 1)
    page.get_by_label("names").press("Space")
    expect(page.locator("#seats bdi")).to_have_text("seat 1")
    expect(page.locator("#help bdi")).to_have_text("seat 1")
    page.reload()
    expect(page.locator("#seats bdi")).to_have_text("seat 1")
    assert page.get_by_text("ada").count() == 0


def test_where_the_room_is_stuck_is_said(page: Page, wall: Wall) -> None:
    for seat in "ada", "bob", "eve":
        for _ in range(2):
            wall.report(seat, "06/engine", "tried")
    wall.report("eve", "06/engine", "passed")
    opened(page, wall, 3, "")
    expect(page.locator("#stuck")).to_contain_text("Lesson 06: engine (2 seats)")


def test_a_wall_that_went_away_is_said(page: Page, db: Postgres) -> None:
    with served_wall(db.role("wallpage")) as wall:
        opened(page, wall, 0)
        expect(page.locator("#state")).to_have_text("0 seats, live.")
        expect(page.locator("#figures")).to_contain_text("of 5 connections")
    expect(page.locator("#state")).to_contain_text("No news")

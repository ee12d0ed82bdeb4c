"""A workshop's day at a real hub, in the browser: lessons, a task, the wall, handing in, marks."""

from collections.abc import Iterator

import pytest
from answer_set import FOLDER
from browsing import open_notebook, shot
from hubs import CODE, PASSWORD, Hub, build_images, hub
from lessons import LESSONS, read
from playwright.sync_api import Browser, BrowserContext, Page, expect
from test_assignment_browser import check_of, run_all
from test_formgrader import row

from poollab.examiner import tasks
from poollab.hub.signup import INSTRUCTOR

pytestmark = [pytest.mark.docker, pytest.mark.browser, pytest.mark.thorough]

LESSON = f"notebooks/{LESSONS[3].name}"
CELLS = sum(cell.cell_type == "code" for cell in read(3).cells)
EXERCISE = "exercises/leaks/leaks.ipynb"
FIRST = tasks.of("leaks")[0]
ANSWERS = FOLDER / "leaks" / FIRST.name
POINTS = {"ada": FIRST.points, "bob": 0}
GRADE = "make grade ARGS='leaks /srv/handed-in/submitted'"


@pytest.fixture(scope="module")
def room() -> Iterator[Hub]:
    """A hub; afterwards nothing of it is left."""
    build_images()
    with hub() as made:
        yield made
    assert made.left() == []


@pytest.fixture(scope="module")
def people(room: Hub, browser: Browser) -> Iterator[dict[str, Page]]:
    """Two learners and the instructor, each logged in at a browser of their own, and seated."""
    contexts = {name: browser.new_context() for name in (*POINTS, INSTRUCTOR)}
    yield {name: seated(one, room, name) for name, one in contexts.items()}
    for one in contexts.values():
        one.close()


def seated(context: BrowserContext, room: Hub, name: str) -> Page:
    """Log in by the keyboard alone; return the page once the seat is there."""
    page = context.new_page()
    page.goto(room.url)
    for word in (name, PASSWORD, "" if name == INSTRUCTOR else CODE):
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    start = f"**/user/{name}/lab/workspaces/pool-lab/tree/notebooks/00-start.md"
    page.wait_for_url(start, timeout=180_000)
    return page


def learners(people: dict[str, Page]) -> dict[str, Page]:
    return {name: people[name] for name in POINTS}


def opened(room: Hub, name: str, page: Page, path: str) -> None:
    address = f"{room.url}/user/{name}/lab/tree/{path}?reset"  # without what was open before
    open_notebook(page, address)


def test_both_run_a_lesson(room: Hub, people: dict[str, Page]) -> None:
    for name, page in learners(people).items():
        opened(room, name, page, LESSON)
    for page in learners(people).values():
        run_all(page)
    for name, page in learners(people).items():
        last = page.locator(".jp-CodeCell").last.locator(".jp-InputPrompt")
        expect(last).to_have_text(f"[{CELLS}]:", timeout=240_000)
        assert page.locator(".jp-mod-error").count() == 0
        shot(page, f"hub-lesson-{name}")


def test_the_wall_shows_what_their_checks_said(room: Hub, people: dict[str, Page]) -> None:
    wall = people[INSTRUCTOR]
    wall.goto(f"{room.url}/services/wall/")
    expect(wall.get_by_role("status")).to_contain_text("0 seats")
    for name, page in learners(people).items():
        opened(room, name, page, EXERCISE)
        source = next((ANSWERS / ("right" if POINTS[name] else "wrong")).glob("*.py"))
        answer = page.locator(".jp-CodeCell", has_text=f"def {FIRST.name}(").first
        answer.locator(".cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(source.read_text())
        page.locator(".jp-CodeCell").first.locator(".cm-content").click()
        page.keyboard.press("Shift+Enter")
        answer.locator(".cm-content").click()
        page.keyboard.press("Shift+Enter")
        check_of(page, FIRST).locator(".cm-content").click()
        page.keyboard.press("Shift+Enter")
        expect(check_of(page, FIRST)).to_contain_text(f"{POINTS[name]:g} of {FIRST.points:g}")
    for name, points in POINTS.items():
        mark = "passed" if points else "tried"
        expect(wall.get_by_role("listitem").filter(has_text=name)).to_contain_text(mark)
    shot(wall, "hub-wall")


def test_what_they_hand_in_is_graded_and_in_formgrader(room: Hub, people: dict[str, Page]) -> None:
    for page in learners(people).values():
        page.locator(".jp-NotebookPanel-toolbar").get_by_text("Hand in", exact=True).click()
        expect(page.get_by_role("dialog")).to_contain_text("leaks is handed in: 1 of 8 answers.")
    code, said = room.inside(INSTRUCTOR, "sh", "-c", GRADE)
    assert code == 0, said
    page = people[INSTRUCTOR]
    page.goto(f"{room.url}/user/{INSTRUCTOR}/formgrader/manage_submissions/leaks")
    for name, points in POINTS.items():
        expect(row(page, name)).to_contain_text(f"{points:g} / 30")
    shot(page, "hub-formgrader")

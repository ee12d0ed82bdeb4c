"""Guesses, questions and cards on a page of the site: no kernel, and what the browser keeps."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from accessible import faults
from browsing import shot
from playwright.sync_api import Browser, Locator, Page, expect
from sites import few_recordings

from poollab.predict.committed import commit, note_measured
from poollab.predict.questions import question
from poollab.predict.tally import Tally, outcomes
from poollab.publish import lessons, site

pytestmark = pytest.mark.browser

V4: Any = nbformat.v4
CODE = """from poollab import predict
predict.poll("03/reuse")
gap = predict.number("03/gap")
print("in between: 37")
gap.measured({"of the pool": 37.23, "of one": 1}, title="The pool answers 37 times as many")
predict.number("03/waiting");
predict.quiz("03")
predict.how_did_i_do("03")
predict.cards("03")""".splitlines()
SHOWN = "Noted. Measured: of the pool: 37.2 times; of one: 1 time."
POLL = question("03/reuse")
OPENED = question("03/opened")
BLOCKED = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("blocked"); }
})"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page of the site, of a lesson with questions of each kind."""
    folder = tmp_path_factory.mktemp("published")
    cells = [V4.new_markdown_cell("# 03 · What is asked\n\n**5 minutes.**")]
    written(folder / "03-asked.ipynb", [*cells, *map(V4.new_code_cell, CODE)])
    written(folder / "other.ipynb", [V4.new_markdown_cell("# Other")])
    with pytest.MonkeyPatch.context() as patch:
        for module, name, place in (
            (lessons, "EXECUTED", "lessons"), (site, "PAGES", "pages"), (site, "SITE", "site"),
        ):  # fmt: skip
            patch.setattr(module, name, folder / place)
        patch.setattr(site, "lessons", lambda root: [folder / "03-asked.ipynb"])
        patch.setattr(site, "appendix", lambda root: folder / "other.ipynb")
        patch.setattr(site, "glossary", lambda root: folder / "other.ipynb")
        few_recordings(patch, folder)
        yield (site.build(anew=False).parent / "03-asked.html").as_uri()


def written(path: Path, cells: list[Any]) -> None:
    nbformat.write(V4.new_notebook(cells=cells), path)


def asked(page: Page, asks: str) -> Locator:
    """Return a question on the page."""
    return page.locator("poollab-question").filter(has_text=asks)


def guess(page: Page, number: str) -> Locator:
    """Type a guess at the gap and press Enter; return the question."""
    gap = asked(page, question("03/gap").asks)
    gap.get_by_role("spinbutton").fill(number)
    page.keyboard.press("Enter")
    return gap


def printed(page: Page) -> Locator:
    """Return what a cell between the guess and the measurement printed."""
    return page.get_by_text("in between: 37", exact=True)


def drawn(page: Page) -> Locator:
    """Return the picture of what was measured."""
    return page.get_by_alt_text("Dot chart: The pool")


def lines(page: Page) -> list[str]:
    """Return what the page says at the end of the lesson."""
    return page.locator("poollab-did p").all_inner_texts()


def test_a_guess_is_drawn_beside_what_was_measured_and_kept(page: Page, address: str) -> None:
    page.goto(address)
    gap = asked(page, question("03/gap").asks)
    answers = [
        printed(page),
        drawn(page),
    ]
    for answer in answers:
        expect(answer).to_be_hidden()
    assert "37.2 times" not in page.locator("article").inner_text()
    assert lines(page)[0].startswith("You have committed no guess")
    shot(page, "asked-before")
    gap.get_by_role("spinbutton").focus()
    page.keyboard.press("Enter")
    expect(gap.get_by_role("status")).to_have_text("Type a number first: 0 or more.")
    guess(page, "10")
    for _ in "now", "after a reload":
        expect(gap.get_by_role("status")).to_have_text(f"● {SHOWN}")
        rows = gap.get_by_role("row").all_inner_texts()
        assert [" ".join(row.split()) for row in rows] == [
            "your guess 10", "of the pool 37.2", "of one 1",
        ]  # fmt: skip
        for answer in answers:
            expect(answer).to_be_visible()
        page.reload()
    assert gap.get_by_role("spinbutton").input_value() == "10"


def test_who_does_not_want_to_guess_sees_it_all_the_same(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="show it now").first.focus()
    page.keyboard.press("Enter")
    for _ in "now", "after a reload":
        expect(printed(page)).to_be_visible()
        expect(drawn(page)).to_be_visible()
        expect(page.get_by_role("button", name="show it now")).to_have_count(0)
        page.reload()
    assert lines(page)[0].startswith("You have committed no guess")


def test_answers_are_judged_as_in_the_notebook(page: Page, address: str) -> None:
    page.goto(address)
    opened, poll = asked(page, OPENED.asks), asked(page, POLL.asks)
    assert not any(reason in page.inner_text("article") for reason in OPENED.reasons.values())
    opened.get_by_role("radio", name="60").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(opened.get_by_role("status")).to_have_text("✗ Not right. That is what /direct did.")
    expect(opened.locator('[data-mark="wrong"] .mark')).to_have_text("✗ not right")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(opened.get_by_role("status")).to_contain_text("✓ Right. They were opened once")
    expect(opened.locator(".mark:not(:empty)")).to_have_text("✓ right")
    poll.get_by_label(POLL.options[0]).check()
    poll.get_by_role("button", name="Commit").click()
    expect(poll.get_by_role("status")).to_have_text("● Noted. Go on, and see.")
    guess(page, "30")
    for key, answers in {"opened": ("60", "5"), "reuse": POLL.options[:1], "gap": (30.0,)}.items():
        for answer in answers:
            commit(f"03/{key}", answer)
    note_measured("03/gap", 37.23)
    said = lines(page)
    assert said[:2] == Tally.of(outcomes("03")).sentences()
    assert said[2:] == [f"✗ {POLL.asks} You said: {POLL.options[0]}. What was shown: {POLL.right}."]
    cards = page.locator("poollab-cards")
    cards.get_by_role("button", name="turn").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    expect(cards.get_by_text("2 of 6")).to_be_visible()


def test_what_is_no_answer_stops_nothing(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("""() => {
        localStorage.setItem("poollab/03/gap", '{"first": -1, "last": "ten"}');
        localStorage.setItem("poollab/03/reuse", "{");
        localStorage.setItem("poollab/03/opened", '{"first": "6", "last": "6"}');
    }""")
    page.reload()
    assert lines(page)[0].startswith("You have committed no guess")


def test_where_nothing_can_be_kept_it_works_for_the_visit(browser: Browser, address: str) -> None:
    blocked, troubles = browser.new_page(), list[str]()
    blocked.on("pageerror", lambda error: troubles.append(error.stack or ""))
    blocked.add_init_script(BLOCKED)
    blocked.goto(address)
    expect(guess(blocked, "10").get_by_role("status")).to_have_text(f"● {SHOWN}")
    assert lines(blocked)[0].startswith("Guesses within a factor of 2")
    blocked.reload()
    assert lines(blocked)[0].startswith("You have committed no guess")
    assert not [one for one in troubles if "poollab" in one]  # the theme has some
    blocked.close()


def test_without_javascript_and_in_print_it_is_a_complete_text(
    browser: Browser, page: Page, address: str
) -> None:
    page.goto(address)
    page.emulate_media(media="print")
    still = browser.new_page(java_script_enabled=False)
    still.goto(address)
    for where in page, still:
        text = where.inner_text("article")
        for one in (*POLL.options, question("03/gap").asks, "in between: 37", "of the pool: 37.2"):
            assert one in text, one
        for word in "no prediction", "no guess", "run this cell", "Commit", "show it now":
            assert word not in text, word
        expect(drawn(where)).to_be_visible()
    answer = still.get_by_text(f"5. {OPENED.reasons['5']}")
    expect(answer).to_be_hidden()
    still.get_by_text("The answer", exact=True).first.click()
    expect(answer).to_be_visible()
    still.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_by_all(page: Page, address: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(address)
    assert faults(page, "article") == []
    guess(page, "10")
    opened = asked(page, OPENED.asks)
    opened.get_by_label("60").check()
    page.keyboard.press("Enter")
    assert faults(page, "article") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    shot(page.locator("article"), f"asked-{scheme}")

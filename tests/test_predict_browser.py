"""Guesses, questions and cards in a real browser, worked from the keyboard alone."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from browsing import Jupyter, jupyter, leave, open_notebook, saves, shot
from playwright.sync_api import Browser, Locator, Page, expect
from waiting import until

pytestmark = pytest.mark.browser

V4: Any = nbformat.v4
CODE = [
    'from poollab import predict\n\npredict.poll("03/reuse")',
    'gap = predict.number("03/gap")',
    'gap.measured(37, title="The gap")',
    'predict.quiz("03")',
    'predict.how_did_i_do("03")',
    'predict.cards("03")',
    'print("the end")',
]
POLL, NUMBER, DRAWN, QUIZ, DID, CARDS, END = range(len(CODE))
ACTIVE = re.compile(r"\bjp-mod-active\b")


def write(folder: Path) -> Path:
    """Write the notebook; return where it is."""
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
    cells = [V4.new_code_cell(source) for source in CODE]
    path = folder / "guess.ipynb"
    nbformat.write(V4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


class Notebook:
    """The notebook, open in the browser, its first cell the active one."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        open_notebook(page, address)
        self.cells = page.locator(".jp-Notebook .jp-CodeCell")
        self.cells.first.focus()
        self.runs = 0

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def run(self, place: int) -> Locator:
        """Press Shift+Enter, which must run this cell; return it."""
        self.is_active(place)
        self.press("Shift+Enter")
        self.runs += 1
        prompt = self.cells.nth(place).locator(".jp-InputArea .jp-InputPrompt")
        expect(prompt).to_have_text(f"[{self.runs}]:")
        return self.cells.nth(place)

    def is_active(self, place: int) -> None:
        """Wait until a cell is the active one, which the next Shift+Enter runs."""
        expect(self.cells.nth(place)).to_have_class(ACTIVE)

    def enter(self, view: Locator) -> None:
        """Go back from the next cell until something in this question has the focus."""
        expect(view).to_be_visible()
        for _ in range(20):
            self.press("Shift+Tab")
            if view.locator("input:focus, .card:focus").count():
                return
        raise AssertionError("no way back into the question")


def said(view: Locator, text: str) -> None:
    """Wait until this is said to an answer."""
    expect(view.get_by_role("status")).to_have_text(text)


def test_by_keyboard_in_jupyterlab(page: Page, tmp_path: Path, lab: Jupyter) -> None:
    by_keyboard(Notebook(page, lab.address(write(tmp_path))), "lab")


def test_by_keyboard_in_notebook(page: Page, tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    with jupyter(tmp_path / "server", "notebook") as served:
        by_keyboard(Notebook(page, served.address(write(tmp_path), "notebook")), "notebook")
        leave(page, served)


def by_keyboard(notebook: Notebook, app: str) -> None:
    """Answer everything, and go on after each answer, without the mouse."""
    poll = notebook.run(POLL).locator(".poollab-question")
    notebook.enter(poll)
    notebook.press("ArrowDown", "Enter")
    said(poll, "● Noted. Go on, and see.")
    expect(poll.locator(".mark", has_text="your answer")).to_have_count(1)

    number = notebook.run(NUMBER).locator(".poollab-question")
    notebook.enter(number)
    notebook.press("Enter")
    said(number, "Type a number first: 0 or more.")
    notebook.press("1", "0", "Enter")
    said(number, "● Noted: 10 times. Go on, and see.")
    picture = notebook.run(DRAWN)
    expect(picture).to_contain_text("You predicted 10 times. Measured: 37 times.")
    shot(notebook.page, f"guess-{app}")

    quiz = notebook.run(QUIZ).locator(".poollab-question")
    expect(quiz).to_have_count(3)
    first, second, third = quiz.all()
    notebook.enter(third)
    notebook.enter(second)
    notebook.enter(first)
    notebook.press("ArrowDown", "Enter")
    said(first, "✗ Not right. That is what /direct did.")
    expect(first.locator(":focus")).to_have_value("60")
    notebook.press("ArrowDown", "ArrowDown", "Enter")
    said(first, "✓ Right. They were opened once, and lent 60 times.")
    expect(second.locator("input:focus")).to_have_count(1)  # it goes on to the next question
    notebook.press("Space", "ArrowDown", "Enter")
    said(second, "✓ Right. Without a timeout it waits for ever.")
    expect(third.locator("input:focus")).to_have_count(1)
    notebook.press("ArrowUp", "Enter")
    said(third, "✓ Right. They are lent and not used, and nobody is there.")
    shot(notebook.cells.nth(QUIZ), f"quiz-{app}")

    did = notebook.run(DID)
    expect(did.locator("img")).to_have_attribute("alt", re.compile("0 of 1 guesses within"))
    expect(did).to_contain_text("Questions right at the first try: 2 of 4.")
    shot(did, f"did-{app}")
    turn(notebook, notebook.run(CARDS).locator(".poollab-cards"), app)


def turn(notebook: Notebook, cards: Locator, app: str) -> None:
    """Turn the cards and go from one to the next; then go on to the next cell."""
    notebook.enter(cards)
    expect(cards.locator(".side")).to_have_text("Question")
    expect(cards).to_contain_text("1 of 6")
    shot(cards, f"question-{app}")
    notebook.press("Enter")
    expect(cards.locator(".side")).to_have_text("Answer")
    expect(cards).to_contain_text("A queue of open connections")
    shot(cards, f"answer-{app}")
    notebook.press("Space")
    expect(cards.locator(".side")).to_have_text("Question")
    notebook.press("ArrowRight")
    expect(cards).to_contain_text("2 of 6")
    notebook.press("Tab", "Enter")
    expect(cards).to_contain_text("1 of 6")
    notebook.press("Tab", "Space")
    expect(cards).to_contain_text("2 of 6")
    with notebook.page.expect_response(saves):  # a key of the notebook's still is
        notebook.press("Control+s")
    notebook.press("Shift+Enter")
    notebook.run(END)


def test_an_answer_is_not_wiped_by_going_on(page: Page, tmp_path: Path, lab: Jupyter) -> None:
    notebook = Notebook(page, lab.address(write(tmp_path)))
    poll = notebook.run(POLL).locator(".poollab-question")
    option = poll.get_by_label("It opens 5 connections and uses them again and again")
    option.check()
    notebook.is_active(POLL)
    poll.get_by_role("button", name="Commit").click()
    said(poll, "● Noted. Go on, and see.")
    notebook.run(NUMBER)  # the next Shift+Enter runs the next cell
    poll.get_by_text("What does a pool of 5 connections do?").click()
    notebook.cells.nth(POLL).focus()
    notebook.run(POLL)  # again, and the answer stands
    expect(option).to_be_checked()
    said(poll, "● Noted. Go on, and see.")
    notebook.is_active(NUMBER)


def test_what_is_chosen_is_committed_by_shift_enter_too(
    page: Page, tmp_path: Path, lab: Jupyter
) -> None:
    notebook = Notebook(page, lab.address(write(tmp_path)))
    poll = notebook.run(POLL).locator(".poollab-question")
    poll.get_by_role("radio").first.check()
    notebook.press("Shift+Enter")
    said(poll, "● Noted. Go on, and see.")
    number = notebook.run(NUMBER).locator(".poollab-question")
    number.get_by_label("Times as many requests per second").fill("20")
    notebook.press("Shift+Enter")
    expect(notebook.run(DRAWN)).to_contain_text("You predicted 20 times.")


def test_an_answer_is_there_when_the_notebook_is_opened_again(
    page: Page, tmp_path: Path, lab: Jupyter
) -> None:
    saved = write(tmp_path)
    notebook = Notebook(page, lab.address(saved))
    poll = notebook.run(POLL).locator(".poollab-question")
    poll.get_by_role("radio").nth(1).check()
    notebook.press("Enter")
    said(poll, "● Noted. Go on, and see.")
    notebook.press("Control+s")
    answer = "Your answer: It opens 5 connections"
    until(lambda: answer in saved.read_text(), "the notebook is saved with its answer")
    leave(page, lab)

    notebook = Notebook(page, lab.address(saved))
    expect(notebook.cells.first).to_contain_text(answer)  # as text: nothing runs yet
    shot(page, "reopened")
    poll = notebook.run(POLL).locator(".poollab-question")
    said(poll, "● Noted. Go on, and see.")
    expect(poll.get_by_role("radio").nth(1)).to_be_checked()


def test_an_export_needs_no_script(browser: Browser, tmp_path: Path) -> None:
    path = write(tmp_path)
    words = ("--to", "html", "--execute", "--NotebookClient.store_widget_state=False")
    subprocess.run([sys.executable, "-m", "nbconvert", *words, path], check=True)
    assert "guess.ipynb" in str(path)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.with_suffix(".html").as_uri())
    expect(page.get_by_text("60 requests come in, one query each.").first).to_be_visible()
    option = page.locator("li", has_text="It opens 5 connections and uses them again and again")
    expect(option).to_be_visible()
    card = page.locator("details", has_text="What is a pool, in one sentence?")
    card.locator("summary").click()
    expect(card).to_contain_text("A queue of open connections, lent and given back.")
    context.close()


@pytest.mark.parametrize("theme", ["Light", "Dark"])
@pytest.mark.parametrize("width", [1280, 700])
def test_all_can_be_read(
    page: Page, tmp_path: Path, lab: Jupyter, theme: str, width: int
) -> None:  # fmt: skip
    lab.choose(theme)
    page.set_viewport_size({"width": width, "height": 900})
    notebook = Notebook(page, lab.address(write(tmp_path)))
    for place in (POLL, NUMBER, DRAWN, QUIZ, DID, CARDS):
        notebook.run(place)
    for kind in ("poollab-question", "poollab-cards"):
        for view in page.locator(f".{kind}").all():
            expect(view).to_be_visible()
            assert view.evaluate("it => it.scrollWidth <= it.clientWidth")
    quiz = page.locator(".poollab-question", has_text="A pool of 5 has served")
    for answer in ("60", "5"):
        quiz.get_by_label(answer, exact=True).check()
        notebook.press("Enter")
        expect(quiz.get_by_role("status")).to_contain_text("ight.")
        shot(quiz, f"quiz-{answer}-{theme}-{width}")
    shot(page, f"all-{theme}-{width}")

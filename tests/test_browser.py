"""The lessons in JupyterLab, in a real browser; of lesson 03 what a learner sees after Run All."""

import json
import re
import shutil
from pathlib import Path

import pytest
from browsing import Jupyter, open_notebook
from lessons import LESSONS
from playwright.sync_api import Page, expect
from waiting import until

pytestmark = pytest.mark.browser

LESSON = LESSONS[3]
RUN_LIMIT = 180_000  # milliseconds the whole lesson may take before the test gives up


def test_run_all_in_jupyterlab(page: Page, tmp_path: Path, lab: Jupyter) -> None:
    saved = Path(shutil.copy(LESSON, tmp_path))
    run_all(page, lab.address(saved), saved)


@pytest.mark.soak  # a minute: of lesson 03 `make test` sees far more
def test_each_lesson_opens(page: Page, tmp_path: Path, lab: Jupyter) -> None:
    for number, lesson in LESSONS.items():
        copy = Path(shutil.copy(lesson, tmp_path))
        open_notebook(page, lab.address(copy) + "&reset")  # without the lesson before
        expect(page.locator(".jp-RenderedMarkdown h1")).to_contain_text(f"{number:02} · ")
        expect(page.locator(".jp-CodeCell")).to_have_count(len(code(lesson)))
        page.locator(".jp-CodeCell").first.click()
        page.keyboard.press("Shift+Enter")
        expect(page.locator(".poollab-question")).to_be_visible()
        page.get_by_role("menuitem", name="Kernel", exact=True).click()
        page.get_by_role("menuitem", name="Shut Down Kernel", exact=True).click()
        page.get_by_text("No Kernel").first.wait_for()


def code(lesson: Path) -> list[dict[str, object]]:
    """Return the code cells of a notebook's file."""
    return [cell for cell in json.loads(lesson.read_text())["cells"] if cell["cell_type"] == "code"]


def run_all(page: Page, address: str, saved: Path) -> None:
    cells_of_code = len(code(LESSON))
    open_notebook(page, address)

    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    cells = page.locator(".jp-CodeCell")
    expect(cells).to_have_count(cells_of_code)
    last = cells.last.locator(".jp-InputPrompt")
    expect(last).to_have_text(f"[{cells_of_code}]:", timeout=RUN_LIMIT)

    prompts = page.locator(".jp-CodeCell .jp-InputArea .jp-InputPrompt").all_inner_texts()
    assert prompts and not {"[*]:", "[ ]:"} & set(prompts)
    assert page.locator(".jp-RenderedText[data-mime-type*=stderr], .jp-mod-error").count() == 0
    pictures = page.locator(".jp-OutputArea img[alt]:not(.poollab-still img)")
    expect(pictures).to_have_count(3)
    for place in range(3):
        picture = pictures.nth(place)
        picture.scroll_into_view_if_needed()
        assert picture.get_attribute("alt")
        assert picture.evaluate("image => image.naturalWidth") > 0
    evening, forgetful, playground = page.locator(".poollab-view").all()
    expect(playground.locator(".state")).to_have_text("live")
    expect(evening.locator(".state")).to_contain_text("ended")
    waiting = evening.locator('[data-count="waiting"] dd')
    for _ in range(50):  # back to the last moment at which a guest still waits
        if waiting.inner_text() == "1":
            break
        before = evening.get_attribute("data-t") or ""
        evening.get_by_role("button", name="step back").click()
        expect(evening).not_to_have_attribute("data-t", before)
    expect(waiting).to_have_text("1")
    busy = evening.locator('.mark[data-state="in use"]')
    expect(busy).to_have_count(3)
    for mark in busy.all():
        expect(mark).to_have_attribute("aria-label", re.compile("by GET /meal/[567]"))
    expect(forgetful.locator('.mark[data-state="leaked"]')).to_have_count(3)

    quiz = page.locator(".poollab-question", has_text="A pool of 5 has served 60 requests")
    quiz.get_by_text("5", exact=True).click()
    quiz.get_by_role("button", name="Commit").click()
    expect(quiz.get_by_role("status")).to_have_text(
        "✓ Right. They were opened once, and lent 60 times."
    )
    cards = page.locator(".poollab-cards")
    expect(cards).to_contain_text("What is a pool")
    cards.locator(".card").click()
    expect(cards).to_contain_text("A queue of open connections")
    cards.get_by_role("button", name="Next").click()
    expect(cards).to_contain_text("What does a pool save?")

    page.keyboard.press("Control+s")
    until(lambda: "outputs" in saved.read_text() and finished(saved), "the notebook is saved")
    shown = json.loads(saved.read_text())
    kinds = [output["output_type"] for cell in shown["cells"] for output in cell.get("outputs", [])]
    assert kinds and "error" not in kinds


def finished(saved: Path) -> bool:
    """Say whether the saved notebook holds the last cell's execution."""
    try:
        return bool(code(saved)[-1]["execution_count"])
    except ValueError:  # it is being written
        return False

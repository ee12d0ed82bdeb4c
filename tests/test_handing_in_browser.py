"""The button *Hand in* of JupyterLab in a hub, against the real service, by the keyboard alone."""

import contextlib
import re
import shutil
from pathlib import Path

import pytest
from browsing import open_notebook, shot
from handing import room
from playwright.sync_api import Locator, Page, expect
from test_assignment_browser import type_answer
from test_start_page import lab

from poollab.environment import ROOT
from poollab.examiner import tasks

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

FIRST = tasks.of("leaks")[0]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A learner's exercises, and a lesson."""
    folder = tmp_path / "course"
    shutil.copytree(ROOT / "exercises", folder / "exercises")
    (folder / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / "glossary.ipynb", folder / "notebooks")
    return folder


def opened(page: Page, address: str, path: str) -> None:
    """Open a notebook in a workspace of its own, before whatever JupyterLab opens beside it."""
    page.goto("about:blank")
    workspace = f"/lab/workspaces/of-{Path(path).stem}"
    open_notebook(page, address.replace("/?", f"{workspace}/tree/{path}?"), Path(path).name)


def button(page: Page) -> Locator:
    return page.locator(".jp-NotebookPanel-toolbar").get_by_text("Hand in", exact=True)


def receipt(page: Page) -> Locator:
    return page.get_by_role("dialog").filter(has=page.get_by_role("heading", level=2))


def test_one_click_saves_hands_in_and_shows_the_receipt(
    page: Page, course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And that the hub does not answer; and formgrader has a tab of its own."""
    stack = contextlib.ExitStack()
    service = stack.enter_context(room(tmp_path / "handed-in"))
    monkeypatch.setenv("POOLLAB_HAND_IN", service.url)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "ada")
    with stack, lab(course, tmp_path) as address:
        opened(page, address, "exercises/leaks/leaks.ipynb")
        type_answer(page, FIRST)
        hand_in_by_keyboard(page)
        expect(receipt(page)).to_contain_text("leaks is handed in: 1 of 8 answers.")
        expect(receipt(page)).to_contain_text(re.compile(r"Received \d{4}-.* SHA-256 [0-9a-f]{16}"))
        shot(page, "handed-in")
        kept = service.kept("ada") / "leaks.ipynb"
        assert kept.read_bytes() == (course / "exercises/leaks/leaks.ipynb").read_bytes()
        assert [one["answers"] for one in service.listed("ada")] == [1]
        page.keyboard.press("Enter")
        expect(receipt(page)).to_have_count(0)

        with page.expect_popup() as popup:
            page.get_by_role("menuitem", name="Nbgrader").click()
            page.get_by_role("menuitem", name=re.compile("^Formgrader$")).click()
        expect(popup.value).to_have_url(re.compile("/formgrader"))
        popup.value.close()
        link = page.get_by_role("link", name="Open formgrader in a tab")
        expect(link).to_have_attribute("href", re.compile("/formgrader$"))
        expect(page.locator("#formgrader iframe")).to_be_hidden()
        shot(page, "formgrader-link")
        page.get_by_role("tab", name="leaks.ipynb").click()

        stack.close()
        button(page).click()
        expect(receipt(page)).to_contain_text("Not handed in")
        expect(receipt(page)).to_contain_text("The hub does not answer")
        shot(page, "not-handed-in")
        page.keyboard.press("Escape")

        opened(page, address, "notebooks/glossary.ipynb")
        expect(button(page).locator("visible=true")).to_have_count(0)
        page.goto("about:blank")


def hand_in_by_keyboard(page: Page) -> None:
    """Press the button with the keys alone, from the cell that was typed in."""
    page.keyboard.press("Escape")
    step(page, "Shift+Tab", "document.activeElement.closest('.jp-NotebookPanel-toolbar')")
    step(page, "ArrowRight", "document.activeElement.textContent.trim() === 'Hand in'")
    page.keyboard.press("Enter")


def step(page: Page, key: str, there: str) -> None:
    """Press a key until the focus is there."""
    for _ in range(30):
        page.keyboard.press(key)
        if page.evaluate(f"Boolean({there})"):
            return
    raise AssertionError(f"{key} does not lead there")

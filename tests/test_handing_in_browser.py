"""The button *Hand in* of JupyterLab in a hub, against the real service, by the keyboard alone."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import kernel_is_idle, shot
from handing import Room, room
from playwright.sync_api import Locator, Page, expect
from test_assignment_browser import type_answer
from test_start_page import lab

from poollab.environment import ROOT
from poollab.examiner import tasks
from poollab.postgres.network import free_port

pytestmark = pytest.mark.browser

FIRST = tasks.of("leaks")[0]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A learner's exercises, and a lesson."""
    folder = tmp_path / "course"
    shutil.copytree(ROOT / "exercises", folder / "exercises")
    (folder / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / "glossary.ipynb", folder / "notebooks")
    return folder


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Room]:
    """The service that takes what is handed in."""
    with room(tmp_path / "handed-in") as made:
        yield made


def opened(page: Page, address: str, path: str) -> None:
    page.goto("about:blank")
    page.goto(address.replace("/?", f"/lab/workspaces/own/tree/{path}?"))
    kernel_is_idle(page)


def button(page: Page) -> Locator:
    return page.locator(".jp-NotebookPanel-toolbar").get_by_text("Hand in", exact=True)


def receipt(page: Page) -> Locator:
    return page.get_by_role("dialog").filter(has=page.get_by_role("heading", level=2))


def test_one_click_saves_hands_in_and_shows_the_receipt(
    page: Page, course: Path, service: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POOLLAB_HAND_IN", service.url)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "ada")
    with lab(course, tmp_path) as address:
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
        expect(page.locator("#formgrader")).to_have_count(0)

        opened(page, address, "notebooks/glossary.ipynb")
        expect(button(page)).to_be_hidden()


def test_a_hub_that_is_gone_is_said_and_outside_of_one_there_is_no_button(
    page: Page, course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POOLLAB_HAND_IN", f"http://127.0.0.1:{free_port()}")
    with lab(course, tmp_path) as address:
        opened(page, address, "exercises/leaks/leaks.ipynb")
        button(page).click()
        expect(receipt(page)).to_contain_text("Not handed in")
        expect(receipt(page)).to_contain_text("The hub does not answer")
        page.goto("about:blank")
    monkeypatch.delenv("POOLLAB_HAND_IN")
    with lab(course, tmp_path) as address:
        opened(page, address, "exercises/leaks/leaks.ipynb")
        expect(page.locator(".validate-button")).to_be_visible()
        expect(button(page)).to_be_hidden()
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

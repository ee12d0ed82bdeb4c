"""An exercise in JupyterLab, in a real browser: answered by typing, checked, validated."""

import shutil
import sysconfig
from pathlib import Path

import pytest
from answer_set import FOLDER
from browsing import jupyter, kernel_is_idle
from playwright.sync_api import Page, expect

from poollab.examiner import tasks
from poollab.examiner.release import path_of

pytestmark = pytest.mark.browser


def test_an_exercise_is_answered_and_validated(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", "embedded")
    monkeypatch.setenv("PATH", sysconfig.get_path("scripts"), prepend=":")
    first, second = tasks.of("leaks")[:2]
    reference = (FOLDER / "leaks" / first.name / "right" / "reference.py").read_text()
    full = f"{first.points:g} of {first.points:g} points"
    shutil.copy(path_of("leaks"), tmp_path)
    with jupyter(page, tmp_path) as address:
        page.goto(address.format("leaks.ipynb"))
        kernel_is_idle(page)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        checks = page.locator(".jp-CodeCell", has_text=f'check("leaks/{first.name}")')
        expect(checks).to_contain_text("Not attempted yet", timeout=120_000)
        kernel_is_idle(page)

        answer = page.locator(".jp-CodeCell", has_text=f"def {first.name}(")
        answer.locator(".cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(reference)
        page.keyboard.press("Shift+Enter")
        checks.locator(".cm-content").click()
        page.keyboard.press("Shift+Enter")
        expect(checks).to_contain_text(full)
        expect(checks).to_contain_text(first.right)

        page.get_by_role("button", name="Validate").first.click()
        said = page.locator(".jp-Dialog", has_text="Validation Results")
        expect(said).to_contain_text("Not attempted yet", timeout=180_000)
        expect(said).to_contain_text(f'check("leaks/{second.name}")')
        expect(said).not_to_contain_text(f'check("leaks/{first.name}")')
        page.get_by_role("button", name="Ok", exact=True).click()

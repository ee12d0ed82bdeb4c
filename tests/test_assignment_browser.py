"""The exercises in JupyterLab, in a real browser: answered by typing, saved, checked next day."""

import contextlib
import shutil
from pathlib import Path

import nbformat
import pytest
from answer_set import one_assignment
from browsing import Jupyter, kernel_is_idle, leave, open_notebook
from playwright.sync_api import Locator, Page, expect
from test_assignments import reference
from waiting import until

from poollab.examiner import tasks
from poollab.examiner.release import answers_in, path_of

pytestmark = pytest.mark.browser


@pytest.mark.thorough  # a minute; `make test` has a shorter day in the browser, below
@one_assignment
def test_an_exercise_is_answered_and_validated_the_next_day(
    assignment: str, page: Page, tmp_path: Path, lab: Jupyter
) -> None:
    first, *others = tasks.of(assignment)
    saved = Path(shutil.copy(path_of(assignment), tmp_path))
    open_notebook(page, lab.address(saved))
    run_all(page)
    check = check_of(page, first)
    expect(check).to_contain_text("Not attempted yet", timeout=120_000)
    kernel_is_idle(page)
    type_answer(page, first)
    page.keyboard.press("Shift+Enter")
    check.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    expect(check).to_contain_text(points(first))
    for task in others:
        type_answer(page, task)
    page.keyboard.press("Control+s")
    last = others[-1].name
    until(lambda: answers(saved).get(last) == reference(assignment, last), "it is saved", 60)

    leave(page, lab)
    open_notebook(page, lab.address(saved))
    run_all(page)
    for task in tasks.of(assignment):
        expect(check_of(page, task)).to_contain_text(points(task), timeout=180_000)
        expect(check_of(page, task)).to_contain_text(task.right)
    kernel_is_idle(page)
    # nbgrader validates in the server's own thread: Lab may say meanwhile that it is gone
    gone = page.locator(".jp-Dialog", has_text="Server Connection Error")
    page.add_locator_handler(gone, lambda: gone.get_by_role("button", name="Close").click())
    page.get_by_role("button", name="Validate").first.click()
    said = page.locator(".jp-Dialog", has_text="Validation Results")
    expect(said).to_contain_text("Success!", timeout=180_000)
    page.get_by_role("button", name="Ok", exact=True).click()


def test_a_second_answer_below_the_check_is_warned_of(
    page: Page, tmp_path: Path, lab: Jupyter
) -> None:
    task = tasks.of("leaks")[0]
    notebook = nbformat.read(path_of("leaks"), as_version=4)
    kept = ("start", task.name.replace("_", "-"), f"{task.name}-check".replace("_", "-"))
    notebook.cells = [cell for cell in notebook.cells if cell.id in kept]
    notebook.cells[1].source = reference("leaks", task.name)
    notebook.cells.append(nbformat.v4.new_code_cell(f"# again\n{notebook.cells[1].source}"))
    nbformat.write(notebook, tmp_path / "leaks.ipynb")
    open_notebook(page, lab.address(tmp_path / "leaks.ipynb"))
    run_all(page)
    kernel_is_idle(page)
    check = check_of(page, task)
    expect(check).to_contain_text(points(task))
    expect(check).not_to_contain_text("would be marked")
    check.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    expect(check).to_contain_text("Another answer than this would be marked")
    leave(page, lab)


def answers(path: Path) -> dict[str, str]:
    """Return the answers in a notebook's file; none while it is being written."""
    with contextlib.suppress(ValueError, nbformat.reader.NotJSONError):
        return answers_in(nbformat.read(path, as_version=4).cells)
    return {}


def run_all(page: Page) -> None:
    """Run every cell, by the menu."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def check_of(page: Page, task: tasks.Task) -> Locator:
    """Return the cell with the check of a task."""
    return page.locator(".jp-CodeCell", has_text=f'check("{task.assignment}/{task.name}")')


def type_answer(page: Page, task: tasks.Task) -> None:
    """Put the reference in place of what stands in the cell of a task."""
    answer = page.locator(".jp-CodeCell", has_text=f"def {task.name}(").first
    answer.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(reference(task.assignment, task.name))


def points(task: tasks.Task) -> str:
    """Return what a check shows for a right answer."""
    return f"{task.points:g} of {task.points:g} points"

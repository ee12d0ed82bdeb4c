"""The assignments in nbgrader: released, validated, graded, fed back, exported, marked."""

import csv
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from answer_set import FOLDER
from playwright.sync_api import Browser, expect

from poollab import kept
from poollab.assignments import mark, progress
from poollab.assignments.release import generate
from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.examiner import tasks
from poollab.examiner.release import path_of

each_assignment = pytest.mark.parametrize("assignment", tasks.ASSIGNMENTS)
Change = Callable[[Any], None]


def reference(assignment: str, task: str) -> str:
    return (FOLDER / assignment / task / "right" / "reference.py").read_text()


def cell_of(notebook: Any, grade_id: str) -> Any:
    """Return the cell with this id."""
    (found,) = [
        cell for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    ]  # fmt: skip
    return found


def submission(assignment: str, solved: int, path: Path, change: Change | None = None) -> Path:
    """Write the release with the first so many tasks solved."""
    notebook = nbformat.read(path_of(assignment), as_version=4)
    for task in tasks.of(assignment)[:solved]:
        cell_of(notebook, task.name).source = reference(assignment, task.name)
    if change:
        change(notebook)
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def nbgrader(folder: Path, *words: str) -> str:
    """Run a command of nbgrader in a course; return what it said."""
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "nbgrader", *words], cwd=folder,
        env=os.environ | {"PATH": path, "POOLLAB_POSTGRES": "embedded"},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_the_package_holds_what_the_solutions_give(tmp_path: Path) -> None:
    generate(ROOT, tmp_path)
    made = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    assert made == {Path(one, f"{one}.ipynb") for one in tasks.ASSIGNMENTS}
    for path in made:
        assert path_of(path.stem).read_bytes() == (tmp_path / path).read_bytes()


@each_assignment
def test_what_is_committed_is_what_the_package_holds(assignment: str) -> None:
    name = f"HEAD:exercises/{assignment}/{assignment}.ipynb"
    done = subprocess.run(["git", "show", name], cwd=ROOT, capture_output=True)
    if done.returncode:
        pytest.skip("not a clone with a commit")
    assert done.stdout == path_of(assignment).read_bytes()


FORGED = """
from poollab.examiner.asking import Examiner

Examiner.ask = lambda self, **question: {"points": 30.0, "of": 30.0, "sentence": "Right."}
check = lambda task: 30
"""


def forge(notebook: Any) -> None:
    """Put a check that finds everything right before all others, and into the grade cells."""
    notebook.cells.insert(2, nbformat.v4.new_code_cell(FORGED))
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source = FORGED + "check('')"


Students = dict[str, tuple[int, Change | None]]
NOTHING: dict[str, Students] = {"leaks": {"forged": (0, forge)}, "sizing": {"stub": (0, None)}}
"""Who gets no points, each in one assignment: they are marked the same way in all of them."""


@pytest.mark.thorough
@each_assignment
def test_the_whole_round_of_nbgrader(assignment: str, tmp_path: Path, browser: Browser) -> None:
    all_tasks = tasks.of(assignment)
    half = len(all_tasks) // 2
    shutil.copytree(ROOT / "solutions" / assignment, tmp_path / "solutions" / assignment)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    nbgrader(tmp_path, "generate_assignment", assignment)
    name = path_of(assignment).name
    students: Students = {"good": (len(all_tasks), None), "half": (half, None)}
    students |= NOTHING.get(assignment, {})
    for student, (solved, change) in students.items():
        submission(assignment, solved, tmp_path / "submitted" / student / assignment / name, change)
    nbgrader(tmp_path, "autograde", assignment, "--Examine.trusted=True")
    nbgrader(tmp_path, "generate_feedback", assignment)
    nbgrader(tmp_path, "export")
    with (tmp_path / "grades.csv").open() as file:
        marks = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    expected = sum(task.points for task in all_tasks[:half])
    assert marks == dict.fromkeys(students, 0) | {"good": 30, "half": expected}

    page = browser.new_page()  # nbgrader's feedback asks for MathJax, and does without
    page.goto((tmp_path / "feedback" / "half" / assignment / name).with_suffix(".html").as_uri())
    expect(page.locator("body")).to_contain_text(f"(Score: {expected:.1f} / 30.0)")
    expect(page.locator("body")).to_contain_text(all_tasks[0].right)
    expect(page.locator("body")).to_contain_text("Not attempted yet")
    page.close()


def shuffle(notebook: Any) -> None:
    notebook.cells.reverse()


def lose(notebook: Any) -> None:
    """Delete the first answer, and every check."""
    notebook.cells = [
        cell for cell in notebook.cells
        if not cell.metadata.get("nbgrader", {}).get("grade")
        and cell.metadata.get("nbgrader", {}).get("grade_id") != "early_return"
    ]  # fmt: skip


def double(notebook: Any) -> None:
    notebook.cells += [nbformat.from_dict(cell) for cell in notebook.cells]


def end_the_kernel(notebook: Any) -> None:
    cell_of(notebook, "early_return").source = "import os\nos._exit(1)"


@pytest.mark.parametrize(
    ("change", "lost"), [(shuffle, 0), (double, 0), (lose, 1), (end_the_kernel, 1)]
)
def test_what_is_left_of_a_notebook_is_marked(
    change: Change, lost: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", "embedded")
    monkeypatch.setenv("PATH", f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}")
    path = submission("leaks", 2, tmp_path / "my.ipynb", change)
    points, feedback = mark.mark(path, mark.assignment_of(path))
    first, second, *others = tasks.of("leaks")
    assert points == {first.name: 0 if lost else first.points, second.name: second.points} | {
        task.name: 0 for task in others
    }
    assert second.right in feedback.read_text()


def test_a_notebook_that_is_none_of_ours(tmp_path: Path) -> None:
    other = tmp_path / "other.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), other)
    with pytest.raises(PoolLabError, match="no answer to a task"):
        mark.assignment_of(other)
    other.write_text("no notebook")
    with pytest.raises(PoolLabError, match="can't be read as a notebook"):
        mark.assignment_of(other)


def test_validate_says_by_its_exit_code_how_it_went(tmp_path: Path) -> None:
    path = submission("sizing", 0, tmp_path / "my.ipynb")
    done = subprocess.run(
        [sys.executable, str(ROOT / "src" / "poollab"), "validate", str(path)], cwd=ROOT,
        env=os.environ | {"POOLLAB_POSTGRES": "embedded"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Not attempted yet" in done.stdout


def test_progress_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOLLAB_PROGRESS", str(tmp_path / "new" / "progress.json"))
    first = tasks.of("leaks")[0]
    assert f"leaks: 0 of 30 points\n  ○ {first.name} " in progress.report(["leaks"])
    progress.note(f"leaks/{first.name}", first.points)
    assert f"leaks: {first.points:g} of 30 points\n  ✓ {first.name} " in progress.report([])
    kept.file(progress.FILE).write_text("no JSON")
    assert "leaks: 0 of 30 points" in progress.report(["leaks"])

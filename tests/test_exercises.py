"""The exercises as learners work in them: in place, saved, day after day, through an update."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import nbformat
import pytest
from answer_set import FOLDER, one_assignment
from lessons import read
from nbclient import NotebookClient
from test_assignments import Change, cell_of, reference

from poollab.assignments.renew import renew
from poollab.assignments.validate import exercise
from poollab.environment import ROOT
from poollab.examiner import tasks
from poollab.examiner.release import path_of

PARTS = ("src", "solutions", "exercises")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A learner's copy of the course, to work in."""
    for name in PARTS:
        shutil.copytree(ROOT / name, tmp_path / name)
    for assignment in tasks.ASSIGNMENTS:  # as it comes, whatever the clone's owner has done
        for old in exercise(assignment, tmp_path).parent.iterdir():
            old.unlink()
        shutil.copy(path_of(assignment), exercise(assignment, tmp_path))
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    return tmp_path


def surroundings(course: Path) -> dict[str, str]:
    """Return the variables under which the package is the course's own."""
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {
        "PATH": path, "PYTHONPATH": str(course / "src"), "POOLLAB_POSTGRES": "embedded"
    }  # fmt: skip


def command(course: Path, name: str, *words: str) -> str:
    """Run a command of poollab in the course; return what it printed: it warns of nothing."""
    code = f"import sys; from poollab import cli; sys.exit(cli.{name}(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=course,
        env=surroundings(course), capture_output=True, text=True,
    )  # fmt: skip
    assert (bool(done.stdout), done.stderr) == (True, "")
    return done.stdout


def save(path: Path, change: Change) -> None:
    """Change a notebook in place."""
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    nbformat.write(notebook, path)


def solve(notebook: Any) -> None:
    """Write every answer into its cell, beside outputs of a run."""
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("solution"):
            cell.source = reference(*task_of(notebook, marks["grade_id"]))
            cell.outputs = [nbformat.v4.new_output("stream", text="run")]


def edit_given(notebook: Any) -> None:
    """Make of what is given something that no answer can use."""
    for cell in notebook.cells:
        if "given" in cell.metadata.get("tags", []):
            cell.source = "PRICE = 'SELECT 1'"


def task_of(notebook: Any, name: str) -> tuple[str, str]:
    """Return the assignment that a notebook is of, and the task of this name."""
    text = json.dumps([cell.source for cell in notebook.cells])
    found = re.search(rf"check\(\W*(\w+)/{name}\W*\)", text)
    assert found, f"no check of {name}"
    return found[1], name


def wrong(assignment: str, task: str) -> str:
    """Return a wrong answer that gets no points, the first by name."""
    for path in sorted((FOLDER / assignment / task / "wrong").glob("*.py")):
        if "# points:" not in path.read_text():
            return path.read_text()
    raise AssertionError(f"{task} has no wrong answer without points")


@pytest.mark.thorough  # what is examined there is, by each of these ways, in shorter tests
@one_assignment
def test_answers_in_place_get_their_points(assignment: str, course: Path) -> None:
    mine = exercise(assignment, course)
    first = tasks.of(assignment)[0]
    save(mine, solve)
    assert "Success!" in command(course, "validate", assignment)
    assert f"{assignment}: 30 of 30 points" in command(course, "progress", assignment)
    save(mine, edit_given)
    save(mine, lambda notebook: answer(notebook, first.name, wrong(assignment, first.name)))
    said = command(course, "mark", assignment)
    assert f"{assignment}: {30 - first.points:g} of 30 points" in said
    assert said.count("○") == 1 and f"○ {first.name} " in said

    save(course / "solutions" / assignment / f"{assignment}.ipynb", update)
    assert command(course, "exercises").count("with the answers of the kept one") == 1
    renewed = nbformat.read(mine, as_version=4)
    assert "of an update" in renewed.cells[0].source
    assert cell_of(renewed, first.name).source == wrong(assignment, first.name)
    for task in tasks.of(assignment)[1:]:
        assert cell_of(renewed, task.name).source == reference(assignment, task.name)


def answer(notebook: Any, task: str, source: str) -> None:
    """Write an answer into its cell."""
    cell_of(notebook, task).source = source


def update(notebook: Any) -> None:
    """Change a text, as an update does."""
    notebook.cells[0].source += "\n\nA sentence of an update."


def test_work_with_all_of_the_release_in_it_stays(tmp_path: Path) -> None:
    mine = Path(shutil.copy(path_of("leaks"), tmp_path))
    save(mine, lambda notebook: notebook.cells.append(nbformat.v4.new_code_cell("# mine")))
    work = mine.read_bytes()
    assert renew(mine, path_of("leaks"), path_of("leaks")) == []
    assert mine.read_bytes() == work


def test_what_was_never_worked_in_is_replaced(tmp_path: Path) -> None:
    mine, new = tmp_path / "mine" / "leaks.ipynb", Path(shutil.copy(path_of("leaks"), tmp_path))
    save(new, update)
    for _ in ("none is there", "as it came"):
        assert renew(mine, path_of("leaks"), new) == ["exercises/mine/leaks.ipynb is new."]
        assert mine.read_bytes() == new.read_bytes()
        mine.write_bytes(path_of("leaks").read_bytes())
    assert renew(new, path_of("leaks"), new) == []


@pytest.mark.parametrize("broken", [b"no notebook, as after a crash", b"\xff", b"{}"])
def test_what_can_not_be_read_is_kept(broken: bytes, tmp_path: Path) -> None:
    mine = tmp_path / "leaks.ipynb"
    mine.write_bytes(broken)
    said = renew(mine, path_of("leaks"), path_of("leaks"))
    (kept,) = tmp_path.glob("* kept *.ipynb")
    assert kept.read_bytes() == broken and kept.name in said[0]
    assert renew(mine, path_of("leaks"), path_of("leaks")) == []


def test_a_stub_is_not_taken_for_an_answer(tmp_path: Path) -> None:
    mine, new = (tmp_path / name for name in ("mine.ipynb", "new.ipynb"))
    for path in (mine, new):
        shutil.copy(path_of("leaks"), path)
    save(mine, lambda notebook: notebook.cells.pop(0))  # else it is as it came
    save(mine, lambda notebook: answer(notebook, "error", "pass"))
    save(new, lambda notebook: answer(notebook, "early_return", "another stub"))
    renew(mine, path_of("leaks"), new)
    renewed = nbformat.read(mine, as_version=4)
    assert cell_of(renewed, "early_return").source == "another stub"
    assert cell_of(renewed, "error").source == "pass"


@pytest.mark.soak  # a learner's way through all tasks, each in many states: a minute
@one_assignment
def test_every_task_again_and_again_in_one_kernel(assignment: str, course: Path) -> None:
    notebook = nbformat.read(exercise(assignment, course), as_version=4)
    client = NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(course)}})
    places = {cell.metadata.get("nbgrader", {}).get("grade_id"): n
              for n, cell in enumerate(notebook.cells)}  # fmt: skip

    def run(place: int) -> str:
        client.execute_cell(notebook.cells[place], place)
        return json.dumps(notebook.cells[place].get("outputs", []))

    with client.setup_kernel(env=surroundings(course)):
        for place, cell in enumerate(notebook.cells):
            marks = cell.metadata.get("nbgrader", {})
            if not marks.get("grade"):
                run(place)
                continue
            task = tasks.find("/".join(task_of(notebook, marks["grade_id"].removesuffix("-check"))))
            full = f"{task.points:g} of {task.points:g} points"
            assert "Not attempted yet" in run(place)
            answer = places[task.name]
            notebook.cells[answer].source = wrong(assignment, task.name)
            run(answer)
            assert full not in run(place)
            notebook.cells[answer].source = reference(assignment, task.name)
            run(answer)
            assert full in run(place), task.name
        said = [run(place) for place in range(len(notebook.cells))]
    for task in tasks.of(assignment):
        (check,) = [text for cell, text in zip(notebook.cells, said, strict=True)
                    if f'check("{assignment}/{task.name}")' in cell.source
                    and cell.metadata.get("nbgrader", {}).get("grade")]  # fmt: skip
        assert f"{task.points:g} of {task.points:g} points" in check, task.name


def test_what_is_said_of_the_lessons_is_there() -> None:
    """Each heading that an assignment sends its readers to is one of that lesson."""
    for assignment in tasks.ASSIGNMENTS:
        source = ROOT / "solutions" / assignment / f"{assignment}.ipynb"
        cells = [one.source for one in nbformat.read(source, as_version=4).cells]
        told = [
            (int(number), title.strip('"*'))
            for number, rest in re.findall(r"[Ll]esson (\d\d), ([^;\n]+)", "\n".join(cells))
            for title in re.findall(r'"[^"]+"|(?<=[ (])\*[^*"]+\*|^\*[^*"]+\*', rest)
        ]
        assert told
        for number, title in told:
            text = "\n".join(cell.source for cell in read(number).cells)
            assert f"\n## {title}\n" in f"\n{text}\n", f"{assignment}: lesson {number:02}, {title}"

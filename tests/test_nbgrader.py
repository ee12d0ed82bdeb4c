"""nbgrader's own commands, as their users know them: with walls, and never a 0 for the ungraded."""

import csv
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import nbformat
import pytest
from composing import build
from nbgrader.server_extensions.formgrader import base as formgrader
from test_assignments import cell_of, reference, submission
from waiting import until

from poollab.assignments import gradebook
from poollab.assignments.autograde import Grade
from poollab.assignments.results import WITHOUT_WALL
from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.examiner import tasks
from poollab.examiner.release import path_of
from poollab.exercise import server
from poollab.postgres.instance import Postgres

TASKS = tasks.of("leaks")
FIRST, SECOND, *_ = (task.name for task in TASKS)
VERDICTS = {
    task.name: {"points": points, "of": task.points, "sentence": f"Said of {task.name}."}
    for task, points in zip(TASKS, [3.0, 0.5] + [0.0] * 9, strict=False)
}
POINTS = {name: verdict["points"] for name, verdict in VERDICTS.items()}
Course = Any


@pytest.fixture(scope="module")
def registered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with an assignment in its gradebook."""
    folder = tmp_path_factory.mktemp("registered")
    set_up(folder)
    gradebook.registered(gradebook.course(folder), "leaks")
    return folder


def set_up(folder: Path) -> None:
    shutil.copytree(ROOT / "solutions" / "leaks", folder / "solutions" / "leaks")
    shutil.copy(ROOT / "nbgrader_config.py", folder)


@pytest.fixture
def course(registered: Path, tmp_path: Path) -> Course:
    """nbgrader's interface to a copy of that course, with a student's submission."""
    shutil.copytree(registered, tmp_path, dirs_exist_ok=True)
    hand_in(tmp_path)
    return gradebook.course(tmp_path)


def hand_in(
    folder: Path, student: str = "ann", answer: str = "", name: str = "leaks.ipynb"
) -> Path:
    """Hand in this answer to the first task, and the release's stubs."""

    def change(notebook: Any) -> None:
        if answer:
            cell_of(notebook, FIRST).source = answer

    return submission("leaks", 0, folder / "submitted" / student / "leaks" / name, change)


def command(folder: Path, *words: str, **variables: str) -> subprocess.Popen[str]:
    """Start nbgrader in a course, from an environment that is not activated."""
    program = shutil.which("nbgrader", path=sysconfig.get_path("scripts"))
    assert program
    here = {"PATH": "", "POOLLAB_POSTGRES": "embedded", "PYTHONWARNINGS": "ignore"}
    return subprocess.Popen(
        [program, *words], cwd=folder, env=os.environ | here | variables,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def said(folder: Path, *words: str, code: int = 0, **variables: str) -> str:
    """Run nbgrader; return what it said."""
    done = command(folder, *words, **variables)
    found = done.communicate(timeout=100)[0]
    assert done.returncode == code, found
    return found


def scores(course: Course, student: str = "ann") -> dict[str, float | None]:
    """Return what the gradebook has of a submission."""
    with course.gradebook as found:
        graded = found.find_submission_notebook("leaks", "leaks", student)
        return {grade.name.removesuffix("-check"): grade.auto_score for grade in graded.grades}


def copy_of(course: Course, student: str = "ann") -> Path:
    """Return where the graded copy of a submission is."""
    return Path(course.coursedir.root, "autograded", student, "leaks", "leaks.ipynb")


def sentences(course: Course) -> dict[str, str]:
    """Return what the graded copy says of each task."""
    notebook = nbformat.read(copy_of(course), as_version=4)
    return {name: cell_of(notebook, f"{name}-check").outputs[0].text for name in VERDICTS}


def is_empty(course: Course) -> bool:
    """Return whether nothing of anybody is in the gradebook, nor a graded copy."""
    with course.gradebook as found:
        return not found.students and not copy_of(course).exists()


def exported(course: Course) -> dict[str, dict[str, str]]:
    """Return the rows of grades.csv by student."""
    folder = Path(course.coursedir.root)
    said(folder, "export")
    with (folder / "grades.csv").open(encoding="utf-8") as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("executes", [True, False])
def test_verdicts_that_are_there_are_entered(executes: bool, course: Course) -> None:
    course.config.Execute.enabled = executes  # --no-execute must not give all points
    gradebook.entered(course, "leaks", "ann", VERDICTS)
    assert scores(course) == POINTS
    assert sentences(course) == {name: f"Said of {name}.\n" for name in VERDICTS}


def test_the_gradebook_may_be_in_postgresql(course: Course, db: Postgres) -> None:
    other = gradebook.course(Path(course.coursedir.root), db.role("gradebook"))
    gradebook.registered(other, "leaks")
    gradebook.entered(other, "leaks", "ann", VERDICTS)
    assert scores(other) == POINTS
    with course.gradebook as found:
        assert not found.students


@pytest.mark.parametrize("student", ["a[1]", "ü {x}"])
def test_any_name_of_a_student_is_taken_as_it_is(student: str, course: Course) -> None:
    hand_in(Path(course.coursedir.root), student)
    gradebook.entered(course, "leaks", student, VERDICTS)
    assert scores(course, student) == POINTS


def test_what_was_not_graded_has_no_score_in_the_table(course: Course) -> None:
    folder = Path(course.coursedir.root)
    hand_in(folder, "broken", name="another name.ipynb")
    gradebook.entered(course, "leaks", "ann", VERDICTS | {FIRST: VERDICTS[FIRST] | {"points": 0}})
    with pytest.raises(PoolLabError, match="nbgrader failed: KeyError"):
        gradebook.entered(course, "leaks", "broken", {FIRST: VERDICTS[FIRST]})
    hand_in(folder, "waits")
    with course.gradebook as found:
        found.add_student("waits")
        found.add_student("nothing", first_name='=HYPERLINK("x")', last_name='O"Neil, Jr')
    rows = exported(course)
    assert {student: row["score"] for student, row in rows.items()} == {
        "ann": "0.5", "broken": "", "waits": "", "nothing": "0.0"
    }  # fmt: skip
    assert (rows["nothing"]["first_name"], rows["nothing"]["last_name"]) == (
        "'=HYPERLINK(\"x\")", 'O"Neil, Jr'
    )  # fmt: skip


def test_a_time_that_is_none_does_not_stop_formgraders_list(course: Course) -> None:
    folder = hand_in(Path(course.coursedir.root), "bob").parent
    (folder / "timestamp.txt").write_text("yesterday, 25:00")
    (hand_in(Path(course.coursedir.root), "cay").parent / "timestamp.txt").write_text("2026-11-30")
    for student in ("bob", "cay"):
        gradebook.entered(course, "leaks", student, VERDICTS)
    rows = {row["student"]: row["timestamp"] for row in course.get_submissions("leaks")}
    assert rows == {"ann": None, "bob": None, "cay": "2026-11-30T00:00:00"}
    assert formgrader.NbGraderAPI is type(course)


def lose_a_score(course: Course) -> None:
    with course.gradebook as found:
        found.find_submission_notebook("leaks", "leaks", "ann").grades[-1].auto_score = None
        found.db.commit()


def cut(course: Course) -> None:
    copy = copy_of(course)
    copy.chmod(0o644)
    copy.write_bytes(copy.read_bytes()[:999])


def lose_a_verdict(course: Course) -> None:
    copy = copy_of(course)
    notebook = nbformat.read(copy, as_version=4)
    cell_of(notebook, f"{FIRST}-check").outputs = []
    copy.chmod(0o644)
    nbformat.write(notebook, copy)


def nothing(course: Course) -> None:
    pass


@pytest.mark.parametrize("change", [lose_a_score, cut, lose_a_verdict, nothing])
def test_only_what_is_unfinished_is_graded_again(change: Any, course: Course) -> None:
    from poollab.assignments.autograde import Grade

    gradebook.entered(course, "leaks", "ann", VERDICTS)
    change(course)
    course.coursedir.assignment_id = "leaks"
    grade = Grade(coursedir=course.coursedir, parent=course)
    grade.given = VERDICTS | {FIRST: VERDICTS[FIRST] | {"points": 2.0}}
    grade.start()
    assert scores(course)[FIRST] == (3.0 if change is nothing else 2.0)
    assert sentences(course)[FIRST]


WAITS = """
import pathlib, time
mark = pathlib.Path(%r)
mark.touch()
while mark.exists():
    time.sleep(0.01)
"""


def test_a_run_that_is_killed_leaves_nothing_of_whom_it_was_at(course: Course) -> None:
    folder = Path(course.coursedir.root)
    mark = folder / "began"
    hand_in(folder, answer=WAITS % str(mark))
    autograde = ("autograde", "leaks", "--Examine.trusted=True")
    with command(folder, *autograde) as run:
        until(mark.exists, "the answer is being tried", limit=60)
        run.kill()
    mark.unlink()  # so the answer ends, too
    assert is_empty(course)
    hand_in(folder, answer=reference("leaks", FIRST))
    said(folder, *autograde)
    assert scores(course)[FIRST] == TASKS[0].points
    assert WITHOUT_WALL in sentences(course)[FIRST]


def test_the_server_of_a_trusted_run_ends_with_it(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POOLLAB_POSTGRES", "embedded")
    course.config.Examine.trusted = True
    course.coursedir.assignment_id = "leaks"
    with Grade(coursedir=course.coursedir, parent=course).ready():
        db = server()
        assert not db.closed
    assert db.closed


def test_without_docker_nothing_is_graded(course: Course) -> None:
    folder = Path(course.coursedir.root)
    found = said(folder, "autograde", "leaks", code=1, DOCKER_HOST="tcp://127.0.0.1:1")
    (line,) = found.splitlines()
    assert "start Docker" in line and "--Examine.trusted=True" in line
    assert is_empty(course)


def test_a_release_that_is_there_is_entered_and_not_touched(tmp_path: Path) -> None:
    set_up(tmp_path)
    mine = submission("leaks", 1, tmp_path / "exercises" / "leaks" / "leaks.ipynb")
    before = mine.read_bytes()
    said(tmp_path, "generate_assignment", "leaks")
    course = gradebook.course(tmp_path)
    with course.gradebook as found:
        assert found.find_assignment("leaks").max_score == 30
    assert mine.read_bytes() == before
    gradebook.done(course.generate_assignment("leaks", force=True))
    assert mine.read_bytes() == path_of("leaks").read_bytes()


LOOKS = f"import os; raise RuntimeError(f'found {{os.path.exists({str(ROOT)!r})}}')"


@pytest.mark.docker
def test_autograde_examines_in_a_pod_and_registers_by_itself(tmp_path: Path) -> None:
    build("seat")
    build("answer")
    set_up(tmp_path)
    hand_in(tmp_path, answer=LOOKS)
    said(tmp_path, "autograde", "leaks", POOLLAB_POSTGRES="")
    found = sentences(gradebook.course(tmp_path))
    assert "RuntimeError: found False" in found[FIRST] and "Not attempted" in found[SECOND]
    assert WITHOUT_WALL not in found[FIRST] and not (tmp_path / "exercises").exists()

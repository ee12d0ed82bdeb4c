"""Every answer of the set gets the verdict that it must get, and the set is large enough."""

import contextlib
import warnings

import nbformat
import pytest
from answer_set import FOLDER, Answer, all_amiss, answers, each_task, examined, often
from busy import every_core_busy
from conftest import started

from poollab.environment import ROOT
from poollab.examiner import tasks
from poollab.examiner.examine import same
from poollab.examiner.release import Release, answers_in, path_of


def is_reference(answer: Answer) -> bool:
    """Return whether an answer is the solution of the notebook."""
    return answer.path.stem == "reference"


@pytest.mark.parametrize("assignment", tasks.ASSIGNMENTS)
def test_a_right_and_a_wrong_answer_to_each_task(assignment: str) -> None:
    verdicts_are_right([one for one in answers(assignment) if one in often()], "embedded")


@pytest.mark.thorough
@pytest.mark.parametrize("assignment", tasks.ASSIGNMENTS)
def test_each_other_answer_gets_its_verdict(assignment: str) -> None:
    verdicts_are_right([one for one in answers(assignment) if one not in often()], "embedded")


@pytest.mark.thorough
@pytest.mark.docker
def test_each_reference_gets_its_verdict_on_a_server_in_a_container() -> None:
    """What differs there, the way to the server, could fail those; ``make soak`` has all there."""
    verdicts_are_right([one for one in answers() if is_reference(one)], "container")


def verdicts_are_right(these: list[Answer], kind: str) -> None:
    """See that answers get their verdicts on a server of this kind, and leave nothing in it.

    Here one process examines several answers at once, and so do other tests beside it, which is
    nobody's way but a test's. What is amiss then is said, and is examined again by itself, as a
    learner's answer is; whether a verdict hangs on such a crowd is `test_no_verdict_changes`.
    """
    assert these
    for db in started(kind, connections=200, name="answers"):
        amiss = all_amiss(examined(these, db))
        for one, trouble in amiss.items():
            warnings.warn(f"in a crowd only: {one}: {trouble}", stacklevel=1)
        assert all_amiss(examined(list(amiss), db, at_once=1)) == {}
        assert db.query("SELECT 1 FROM pg_database WHERE datname LIKE 'lab\\_%'") == []
        assert db.query("SELECT 1 FROM pg_roles WHERE rolname LIKE 'lab\\_%'") == []


@pytest.mark.soak
@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
@pytest.mark.parametrize("assignment", tasks.ASSIGNMENTS)
def test_no_verdict_changes(assignment: str, busy: bool) -> None:
    """Fifteen repetitions, ten more with two busy processes for each core."""
    with every_core_busy() if busy else contextlib.nullcontext():
        for db in started("embedded", connections=200, name="answers"):
            for _ in range(10 if busy else 15):
                assert all_amiss(examined(answers(assignment), db)) == {}


@pytest.mark.soak
@pytest.mark.docker
@pytest.mark.parametrize("assignment", tasks.ASSIGNMENTS)
def test_the_other_answers_in_a_container(assignment: str) -> None:
    for db in started("container", connections=200, name="answers"):
        others = [one for one in answers(assignment) if not is_reference(one)]
        assert all_amiss(examined(others, db)) == {}


@each_task
def test_there_are_enough_answers(task: tasks.Task) -> None:
    mine = [one for one in answers(task.assignment) if one.task == task]
    right = [one for one in mine if one.is_right]
    assert len(right) >= 4 and len(mine) - len(right) >= 6
    assert all(one.sentence for one in mine if not one.is_right)


@each_task
def test_the_reference_is_the_solution_of_the_notebook(task: tasks.Task) -> None:
    source = ROOT / "solutions" / task.assignment / f"{task.assignment}.ipynb"
    solution = answers_in(nbformat.read(source, as_version=4).cells)[task.name]
    reference = Answer(FOLDER / task.assignment / task.name / "right" / "reference.py").source
    assert same(solution, reference)


@pytest.mark.parametrize("assignment", tasks.ASSIGNMENTS)
def test_points_and_stubs(assignment: str) -> None:
    assert sum(task.points for task in tasks.of(assignment)) == 30
    assert 6 <= len(tasks.of(assignment)) <= 8
    release = Release.of(assignment)
    assert list(release.stubs) == [task.name for task in tasks.of(assignment)], path_of(assignment)

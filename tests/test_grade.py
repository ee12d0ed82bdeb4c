"""`poollab grade`: a class is graded to its end, whatever happens on the way."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from answer_set import Answer, answers
from composing import build
from nbgrader import api
from nbgrader.api import Gradebook
from sqlalchemy import Engine
from test_assignments import submission
from waiting import until

from poollab.assignments.examining import Ask, here
from poollab.assignments.results import TaskResult
from poollab.collecting.handed_in import HandedIn, Student
from poollab.environment import find_programs
from poollab.errors import PoolLabError
from poollab.examiner import tasks
from poollab.examiner.examine import TOO_SLOW
from poollab.examiner.verdict import Verdict
from poollab.grading.command import missing, report
from poollab.grading.journal import Journal
from poollab.grading.parts import Open
from poollab.grading.result import Result
from poollab.grading.run import Class, grade
from poollab.postgres import engine

ASSIGNMENT = "sizing"  # plain functions among its tasks: the quickest to examine
QUICK = ("little", "mean_wait", "deadlock")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course's folder: nothing is in it, so it takes the solutions of this clone."""
    return tmp_path


def hand_in(course: Path, student: str, **sources: str) -> Path:
    """Write a submission with these answers; return its notebook."""
    path = course / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"

    def change(notebook: object) -> None:
        for cell in notebook.cells:  # type: ignore[attr-defined]
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            cell.source = sources.get(name, cell.source)

    return submission(ASSIGNMENT, 0, path, change)


def right(task: str) -> str:
    (found,) = (one for one in of(task) if one.path.stem == "reference")
    return found.source


def of(task: str) -> list[Answer]:
    return [one for one in answers(ASSIGNMENT) if one.task.name == task]


def wrong(task: str) -> Answer:
    return next(one for one in of(task) if not one.is_right and not one.points)


def a_class(course: Path) -> dict[str, dict[str, float]]:
    """Hand in a small class; return the points that each is to get, by task."""
    hand_in(course, "ada", little=right("little"), deadlock=right("deadlock"))
    hand_in(course, "bob", little=wrong("little").source)
    hand_in(course, "cleo")
    hand_in(course, "dan").write_text("{", encoding="utf-8")
    most = {task.name: task.points for task in tasks.of(ASSIGNMENT)}
    return {"ada": {"little": most["little"], "deadlock": most["deadlock"]},
            "bob": {}, "cleo": {}, "dan": {}}  # fmt: skip


def results(course: Path) -> dict[str, Result]:
    """Return what the journal has, by student."""
    path = course / "graded" / ASSIGNMENT / "results.jsonl"
    found = [Result.from_json(json.loads(line)) for line in path.read_text().splitlines()]
    return {one.student: one for one in found}


def points(result: Result) -> dict[str, float]:
    return {one.task: one.points for one in result.tasks if one.points}


def test_a_trusted_run_marks_each_submission_and_says_that_it_was_trusted(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = a_class(course)
    assert report([ASSIGNMENT, "--course", str(course), "--trusted"]) == 0
    found = results(course)
    assert {student: points(one) for student, one in found.items()} == expected
    assert not any(one.walled for one in found.values())
    assert {one.code for one in found["cleo"].tasks} == {"stub"}
    assert {one.code for one in found["dan"].tasks} == {"truncated"}
    assert scores(course) == {one: sum(these.values()) for one, these in expected.items()}
    said = capsys.readouterr()
    assert said.err == "" and "trusted" in said.out


def test_a_class_of_which_nothing_can_be_read_has_its_marks_and_feedback(course: Path) -> None:
    hand_in(course, "dan").write_text("{", encoding="utf-8")
    assert report([ASSIGNMENT, "--course", str(course), "--trusted"]) == 0
    made = {path.name for path in (course / "graded" / ASSIGNMENT).rglob("*") if path.is_file()}
    assert made == {"results.jsonl", "marks.json", "dan.html"}
    assert scores(course) == {"dan": 0}


def scores(course: Path) -> dict[str, float]:
    """Return the points that nbgrader's gradebook has, by student."""
    find_programs()  # nbgrader starts alembic by its name
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        found = book.assignment_submissions(ASSIGNMENT)
        assert not any(one.needs_manual_grade for one in found)
        return {one.student.id: one.score for one in found}


def test_a_run_makes_one_engine_and_leaves_no_connection_open(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLAlchemy compiles each statement once for an engine."""
    engines, real = list[Engine](), api.create_engine

    def noted(url: str, **given: object) -> Engine:
        engines.append(real(url, **given))
        return engines[-1]

    monkeypatch.setattr(api, "create_engine", noted)
    a_class(course)
    assert report([ASSIGNMENT, "--course", str(course), "--trusted"]) == 0
    (engine,) = engines
    assert engine.pool.checkedin() == engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    assert api.create_engine is noted


def examined_anew(course: Path, *words: str) -> set[str]:
    """Grade once more; return the students with a new line in the journal."""
    path = course / "graded" / ASSIGNMENT / "results.jsonl"
    before = len(path.read_text().splitlines())
    assert report([ASSIGNMENT, "--course", str(course), "--trusted", *words]) == 0
    return {json.loads(line)["student"] for line in path.read_text().splitlines()[before:]}


def test_only_what_is_new_is_examined_unless_it_is_asked_for(course: Path) -> None:
    hand_in(course, "ada", deadlock=right("deadlock"))
    hand_in(course, "bob", deadlock=wrong("deadlock").source)
    report([ASSIGNMENT, "--course", str(course), "--trusted"])
    assert examined_anew(course) == set()
    hand_in(course, "bob", deadlock=right("deadlock"))
    hand_in(course, "cleo", deadlock=right("deadlock"))
    assert examined_anew(course, "--only", "ada", "bob") == {"bob"}
    assert examined_anew(course) == {"cleo"}
    assert examined_anew(course, "--only", "ada", "--again") == {"ada"}
    assert len(set(scores(course).values())) == 1


class Breaks(ThreadPoolExecutor):
    """Fails for some submissions, by the order in which they are given to it."""

    def __init__(self, *fails: int) -> None:
        super().__init__(2)
        self.fails, self.given = fails, 0

    def submit(self, work: Callable[..., object], *given: object, **others: object) -> object:  # type: ignore[override]
        self.given += 1
        if self.given in self.fails:
            return super().submit(lambda: 1 / 0)
        return super().submit(work, *given, **others)


@pytest.mark.parametrize("fails", [(1,), (1, 3)])
def test_a_submission_that_can_not_be_examined_stops_no_other(
    fails: tuple[int, ...], course: Path
) -> None:
    """It is tried once more; then it has no row, and the next run examines it."""
    paths = {one: hand_in(course, one, deadlock=right("deadlock")) for one in ("ada", "bob")}
    handed_in = [HandedIn(Student(one), path) for one, path in paths.items()]
    what = Class(ASSIGNMENT, handed_in, course / "submitted", is_trusted=True)
    path = course / "results.jsonl"
    done: list[tuple[str, bool]] = []

    def note(result: Result, is_new: bool) -> None:
        done.append((result.student, is_new))

    with Breaks(*fails) as executor:
        grade(what, executor, Journal(path), note)
        if 3 in fails:
            assert done == [("bob", True)] and list(what.results) == ["bob"]
            assert what.failed == {"ada": "ZeroDivisionError: division by zero"}
            grade(what, executor, Journal(path), note)
            assert done == [("bob", True), ("bob", False), ("ada", True)]
    assert [json.loads(line)["student"] for line in path.read_text().splitlines()] == ["bob", "ada"]
    assert not what.failed


def examining(monkeypatch: pytest.MonkeyPatch, before: Callable[[], bool]) -> None:
    """Have ``before`` called before each task is examined."""

    @contextlib.contextmanager
    def noted() -> Iterator[Ask]:
        with here() as ask:

            def asked(task: str, source: str) -> Verdict:
                assert before()
                return ask(task, source)

            yield asked

    monkeypatch.setattr("poollab.grading.work.here", noted)


def two_answered(course: Path, *students: str) -> Class:
    """Return a class of which each has answered two tasks, rightly."""
    sources = {task: right(task) for task in ("little", "deadlock")}
    handed_in = [HandedIn(Student(one), hand_in(course, one, **sources)) for one in students]
    return Class(ASSIGNMENT, handed_in, course / "submitted", is_trusted=True)


def all_right(what: Class) -> bool:
    """Say whether they have their points, and a row for each task as they are set."""
    names = [task.name for task in tasks.of(ASSIGNMENT)]
    found = what.results.values()
    return not what.failed and all(
        [one.task for one in result.tasks] == names
        and [one.task for one in result.tasks if one.code == "right"] == ["little", "deadlock"]
        for result in found
    )


def test_a_thread_that_is_idle_takes_a_task_of_another(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = threading.Barrier(2)
    examining(monkeypatch, lambda: both.wait(120) in (0, 1))
    what, journal = two_answered(course, "ada"), Journal(course / "results.jsonl")
    with ThreadPoolExecutor(2) as executor:
        grade(what, executor, journal, lambda *_: None, shared=True)
    assert all_right(what) and len(what.results) == 1


@pytest.mark.parametrize("fails", [1, 2])
def test_where_one_of_two_threads_fails_all_is_examined_once_more(fails: int, course: Path) -> None:
    what, journal = two_answered(course, "ada"), Journal(course / "results.jsonl")
    with Breaks(fails) as executor:
        grade(what, executor, journal, lambda *_: None, shared=True)
    assert all_right(what) and len(what.results) == 1


def test_after_a_failure_no_other_thread_begins() -> None:
    failed, not_begun = Future[tuple[TaskResult, ...]](), Future[tuple[TaskResult, ...]]()
    failed.set_exception(PoolLabError("Docker is gone."))
    bare = Result("ada", ASSIGNMENT, (), walled=True)
    one = Open(bare, (ASSIGNMENT, {}, {}, False, ""), [failed, not_begun], deque(["little"]))
    assert one.is_over() and not_begun.cancelled()


def test_a_result_does_not_wait_for_the_others(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever ends the run has all that was examined."""
    first, was_there = threading.Event(), list[bool]()

    def before() -> bool:
        was_there.append(len(was_there) < 2 or first.wait(120))
        return True

    examining(monkeypatch, before)
    what, journal = two_answered(course, "ada", "bob"), Journal(course / "results.jsonl")
    with ThreadPoolExecutor(1) as executor:
        grade(what, executor, journal, lambda *_: first.set(), shared=True)
    assert all_right(what) and len(what.results) == 2
    assert was_there == [True] * 4


def test_where_none_can_be_examined_one_is_tried_again(course: Path) -> None:
    """A class would otherwise wait as many times as it has students for Docker to be away."""
    paths = {one: hand_in(course, one) for one in ("ada", "bob", "cleo")}
    handed_in = [HandedIn(Student(one), path) for one, path in paths.items()]
    what = Class(ASSIGNMENT, handed_in, course / "submitted", is_trusted=True)
    with Breaks(*range(1, 9)) as executor:
        grade(what, executor, Journal(course / "results.jsonl"), lambda *_: None)
    assert executor.given == 4 and sorted(what.failed) == ["ada", "bob", "cleo"]


class Slow(ThreadPoolExecutor):
    """Is a machine that is too slow for the first submissions."""

    def __init__(self, number: int) -> None:
        super().__init__(2)
        self.left = number

    def submit(self, work: Callable[..., object], *given: object, **others: object) -> object:  # type: ignore[override]
        if self.left == 0:
            return super().submit(work, *given, **others)
        self.left -= 1
        rows = (TaskResult("deadlock", 0, 2, "slow", TOO_SLOW),)
        return super().submit(lambda: rows)


@pytest.mark.parametrize("too_slow, slow", [(1, 0), (2, 0), (3, 1), (4, 2)])
def test_for_whom_the_machine_was_too_slow_is_examined_again(
    too_slow: int, slow: int, course: Path
) -> None:
    """When nothing else is examined, and by the next run; what was found is not."""
    paths = {one: hand_in(course, one, deadlock=right("deadlock")) for one in ("ada", "bob")}
    handed_in = [HandedIn(Student(one), path) for one, path in paths.items()]
    what = Class(ASSIGNMENT, handed_in, course / "submitted", is_trusted=True)
    path, anew = course / "results.jsonl", list[str]()

    def note(result: Result, is_new: bool) -> None:
        anew.extend([result.student] if is_new else [])

    with Slow(too_slow) as executor:
        grade(what, executor, Journal(path), note)
        assert sorted(anew) == ["ada", "bob"] and not what.failed
        left = [one for one in anew if what.results[one].is_slow]
        assert len(left) == slow
        anew.clear()
        executor.left = 0
        grade(what, executor, Journal(path), note)
    assert sorted(anew) == sorted(left)
    assert not any(one.is_slow for one in what.results.values())


def test_a_result_that_can_not_be_handed_on_stops_no_other(course: Path) -> None:
    paths = {one: hand_in(course, one) for one in ("ada", "bob")}
    handed_in = [HandedIn(Student(one), path) for one, path in paths.items()]
    what = Class(ASSIGNMENT, handed_in, course / "submitted", is_trusted=True)

    def is_locked(result: Result, is_new: bool) -> None:
        if result.student == "ada":
            raise OSError("the gradebook is locked")

    with ThreadPoolExecutor(1) as executor:
        grade(what, executor, Journal(course / "results.jsonl"), is_locked)
    assert sorted(what.results) == ["ada", "bob"]
    assert what.failed == {"ada": "OSError: the gradebook is locked"}


def test_a_reason_is_said_once_for_all_who_are_not_graded(
    capsys: pytest.CaptureFixture[str],
) -> None:
    failed = {"cay": "No room.", "bob": "Docker is gone.", "ada": "No room."}
    assert missing(Class(ASSIGNMENT, [], Path(), False, failed=failed)) == 1
    assert capsys.readouterr().out.splitlines()[:2] == [
        "Not graded, 2: ada, cay. No room.", "Not graded, 1: bob. Docker is gone."
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--only", "nobody"], "Nobody with this id has handed in: nobody. The ids are the"),
        (["--only", "Ad"], "Nobody with this id has handed in: Ad. There is ada."),
        (["--only", "eda"], "There is ada."),
        (["--roster", "no/roster.csv"], "no/roster.csv can't be read"),
        (["no/such.zip"], "no/such.zip"),
        (["--trusted", "--cluster", "tcp://127.0.0.1:1"], "--trusted is for this machine alone"),
        (["--at-once", "9999"], "--at-once 9999 is more than the "),
        (["--at-once", "2", "--cluster", "tcp://127.0.0.1:1"], "--at-once is for this machine"),
        (["--cluster", "tcp://127.0.0.1:1"], "No Dask scheduler answers at tcp://127.0.0.1:1"),
        (["--cluster", "nonsense://x"], "No Dask scheduler answers at nonsense://x"),
    ],
)
def test_what_can_not_be_done_is_said_in_a_line(
    words: list[str], sentence: str, course: Path
) -> None:
    hand_in(course, "ada", deadlock=right("deadlock"))
    here = [] if "--cluster" in words else ["--trusted"]  # also where there is no Docker
    with pytest.raises(PoolLabError) as said:
        report([ASSIGNMENT, "--course", str(course), *words, *here])
    assert sentence in str(said.value) and "\n" not in str(said.value)


def test_without_docker_it_refuses_and_marks_nobody(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, "ada", deadlock=right("deadlock"))
    monkeypatch.setenv("DOCKER_HOST", "tcp://127.0.0.1:1")
    with pytest.raises(PoolLabError, match=r"no Docker engine answers.*--trusted"):
        report([ASSIGNMENT, "--course", str(course)])
    assert scores(course) == {}


@pytest.fixture(scope="module")
def images() -> None:
    build("seat")
    build("answer")


def command(course: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "poollab", "grade", ASSIGNMENT, "--course", str(course), *words]


@pytest.mark.docker
@pytest.mark.parametrize(
    "ends", [signal.SIGKILL, pytest.param(signal.SIGINT, marks=pytest.mark.thorough)]
)
def test_a_run_that_ends_half_way_loses_nothing(
    ends: signal.Signals, course: Path, images: None
) -> None:
    """The next goes on with what is missing, and all marks are as of one run."""
    expected = a_class(course)
    hand_in(course, "eve", little=right("little"), mean_wait=wrong("mean_wait").source)
    expected["eve"] = expected["ada"] | {"deadlock": 0}
    path = course / "graded" / ASSIGNMENT / "results.jsonl"
    run = subprocess.Popen(command(course, "--at-once", "1"), start_new_session=True)
    until(lambda: path.exists() and b'"ada"' in path.read_bytes(), "ada is graded", 240)
    os.killpg(run.pid, ends) if ends == signal.SIGKILL else run.send_signal(ends)
    assert run.wait(120) == (-ends if ends == signal.SIGKILL else 130)
    until(lambda: not pods(run), "the pods are gone")
    before = set(results(course))
    assert before < set(expected)
    assert report([ASSIGNMENT, "--course", str(course)]) == 0
    found = results(course)
    assert len(path.read_bytes().splitlines()) == len(expected)
    assert {one: points(result) for one, result in found.items()} == {
        one: {task: number for task, number in these.items() if number}
        for one, these in expected.items()
    }
    assert all(one.walled for one in found.values())


def pods(process: subprocess.Popen[bytes]) -> list[str]:
    """Return the containers of pods that a process has made."""
    label = f"poollab.process={process.pid}"
    found = engine.client().api.containers(all=True, filters={"label": label})
    return [name for container in found for name in container["Names"]]


def dask(*words: str) -> subprocess.Popen[bytes]:
    """Start a program of Dask in a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "dask", *words], stderr=subprocess.DEVNULL)


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler of Dask."""
    file = tmp_path / "scheduler.json"
    where = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    run = dask("scheduler", *where, "--scheduler-file", str(file))
    try:
        until(file.exists, "the scheduler listens")
        yield json.loads(file.read_text())["address"]
    finally:
        run.terminate()
        run.wait()


def worker(scheduler: str, folder: Path) -> subprocess.Popen[bytes]:
    """Start a worker that examines one submission after another."""
    return dask(
        "worker", scheduler, "--nthreads", "1", "--nworkers", "1", "--no-nanny", "--no-dashboard",
        "--local-directory", str(folder), "--host", "127.0.0.1",
    )  # fmt: skip


def worker_in_the_image(scheduler: str) -> subprocess.Popen[bytes]:
    """Start a worker as on a machine that has Docker and the images, and nothing else."""
    return subprocess.Popen(
        ["docker", "run", "--rm", "--network", "host", "--user", "root",
         "--volume", "/var/run/docker.sock:/var/run/docker.sock",
         "--env", "PYTHONPATH=/opt/pool-lab/src", "poollab-seat",
         "dask", "worker", scheduler, "--nthreads", "1", "--no-dashboard"],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.mark.thorough  # for its half minute; what a worker does is the same without a cluster
@pytest.mark.docker
def test_a_worker_of_a_cluster_that_is_killed_changes_no_mark(
    scheduler: str, course: Path, tmp_path: Path, images: None
) -> None:
    expected = a_class(course)
    first = worker(scheduler, tmp_path)
    grading = subprocess.Popen(command(course, "--cluster", scheduler))
    until(lambda: pods(first), "the worker has begun with a pod")
    second = worker_in_the_image(scheduler)
    first.kill()
    try:
        assert grading.wait(120) == 0
    finally:
        for one in (first, second):
            one.terminate()
            one.wait()
    assert {student: points(one) for student, one in results(course).items()} == expected
    until(lambda: not pods(first), "the pods are gone")


@pytest.mark.docker
def test_a_cluster_without_workers_is_said(scheduler: str, course: Path) -> None:
    hand_in(course, "ada", deadlock=right("deadlock"))
    with pytest.raises(PoolLabError, match=r"has no workers: start some\.$"):
        report([ASSIGNMENT, "--course", str(course), "--cluster", scheduler])

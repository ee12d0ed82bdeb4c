"""The limits of an answer: they count its own time, and a slow machine is not its fault."""

import asyncio
import contextlib
import dataclasses
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
from answer_set import FOLDER, family
from busy import busy, every_core_busy
from conftest import started
from waiting import until

from poollab.examiner import examine, learner, processes, scheduled, tasks
from poollab.examiner.asking import Examiner
from poollab.examiner.clients import GIVES_UP, Late, in_time
from poollab.examiner.examination import Examination
from poollab.examiner.own_time import LOOK, OwnTime, TooSlow, computed, with_children
from poollab.examiner.scheduled import given, since
from poollab.examiner.sizing import evening
from poollab.examiner.sizing.guests import SentAway, TooFew
from poollab.examiner.verdict import Missed, Verdict
from poollab.postgres.instance import Postgres

TASK = tasks.find("async_pools/lifespan")
END = "            yield\n"
WORK = """
import time

def work(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass

"""


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A server to examine on, with the answers' processes ready."""
    processes.prepare()
    yield from started("embedded", connections=200, name="limits")


def reference(task: tasks.Task) -> str:
    return (FOLDER / task.assignment / task.name / "right" / "reference.py").read_text()


def verdict(task: tasks.Task, source: str, server: Postgres) -> Verdict:
    """Have an answer examined."""
    return asyncio.run(examine.examine(task, source, server.superuser_dsn, server.role_name))


SLOW_START = """
import os, time

def slow():
    end = time.monotonic() + 8
    while time.monotonic() < end:
        %s

os.register_at_fork(after_in_child=slow)
"""


APART = {"sleeps": ["leaks/early_return"], "computes": ["sizing/little"]}  # an app, a function
HOW = {"sleeps": "time.sleep(0.1)", "computes": "pass"}


@pytest.mark.parametrize(
    ("how", "path"),
    [
        pytest.param(
            how, path, marks=pytest.mark.thorough if path in APART[how] else pytest.mark.soak
        )
        for how in HOW
        for path in ("leaks/early_return", "sizing/little", "async_pools/lifespan")
    ],
)
def test_a_machine_on_which_each_start_is_slow_refuses_no_right_answer(
    how: str, path: str, server: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each has to wait 8 seconds, and the process of every answer is started by the same code."""
    (tmp_path / "sitecustomize.py").write_text(SLOW_START % HOW[how])
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    examiner, began = Examiner(), time.monotonic()
    try:
        found = examiner.ask(
            task=path, source=reference(tasks.find(path)), server=server.superuser_dsn,
            prefix=server.role_name,
        )  # fmt: skip
        assert found["points"] == tasks.find(path).points, found
        assert time.monotonic() - began > 8, "its start was not slow"
    finally:
        examiner.stop()


@contextlib.contextmanager
def a_quarter_of_a_processor(
    those: Callable[[], list[psutil.Process]] = family,
) -> Iterator[None]:
    """Let the answers' processes share one processor with three that compute all the time."""
    processor, over = psutil.Process().cpu_affinity()[:1], threading.Event()

    def hold() -> None:
        while not over.wait(0.02):
            with contextlib.suppress(psutil.NoSuchProcess):
                for one in those():
                    one.cpu_affinity(processor)

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        with busy(3, processor):
            yield
    finally:
        over.set()
        thread.join()


@pytest.mark.thorough
def test_an_answer_that_gets_little_of_the_machine_may_start_and_end(server: Postgres) -> None:
    source = WORK + "work(2)\n" + reference(TASK).replace(END, f"{END}        work(1.5)\n", 1)
    with a_quarter_of_a_processor():
        assert verdict(TASK, source, server).points == TASK.points


@pytest.mark.thorough
def test_a_function_that_gets_little_of_the_machine_may_return(server: Postgres) -> None:
    little = tasks.find("sizing/little")
    source = f"{WORK}\n{reference(little)}\nquick = little\n" + (
        "def little(per_second, seconds):\n"
        "    work(max(0, 1.8 - time.process_time()))\n"
        "    return quick(per_second, seconds)\n"
    )
    with a_quarter_of_a_processor():
        assert verdict(little, source, server).points == little.points


@pytest.mark.parametrize("at_the_end", ["while True: pass", "import time; time.sleep(600)"])
def test_an_answer_that_does_not_end_is_told(at_the_end: str, server: Postgres) -> None:
    source = reference(TASK).replace(END, f"{END}        {at_the_end}\n", 1)
    found = verdict(TASK, source, server)
    assert found.points == 2 and "told to end" in found.sentence


def test_a_machine_too_slow_for_a_start_is_not_the_answers_fault(
    server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learner, "LAST", 0)
    found = verdict(TASK, f"import time; time.sleep(5)\n{reference(TASK)}", server)
    assert found.points == 0 and found.sentence == examine.TOO_SLOW
    until(lambda: not family(), "the answer's process is gone")


@pytest.mark.parametrize(("slow", "points"), [(1, TASK.points), (2, 0)])
def test_what_a_slow_machine_left_undecided_is_tried_once_more(
    slow: int, points: float, server: Postgres
) -> None:
    tries: list[Examination] = []

    async def look(exam: Examination) -> None:
        tries.append(exam)
        if len(tries) <= slow:
            raise TooSlow

    found = verdict(dataclasses.replace(TASK, examine=look), "", server)
    assert found.points == points and len(tries) == 2
    assert found.sentence == (TASK.right if points else examine.TOO_SLOW)


@pytest.mark.parametrize(("own", "tried"), [(0, 1), (100, 2)], ids=["answer", "machine"])
def test_who_is_to_blame_for_an_examination_without_an_end(
    own: float, tried: int, server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examine, "LAST", 1)
    monkeypatch.setattr(examine, "OWN", own)
    tries: list[Examination] = []

    async def look(exam: Examination) -> None:
        tries.append(exam)
        await asyncio.sleep(600)

    found = verdict(dataclasses.replace(TASK, examine=look), "", server)
    assert len(tries) == tried and found.points == 0
    assert (found.sentence == examine.TOO_SLOW) == (tried == 2), found


@contextlib.contextmanager
def running(source: str, lines: int = 1) -> Iterator[OwnTime]:
    """Run a source in a process of its own, until the block ends; begin at so many lines of it."""
    command = [sys.executable, "-c", f"import time; print(flush=True)\n{source}"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        assert process.stdout and all(process.stdout.readline() for _ in range(lines)), "it ended"
        yield OwnTime(lambda: with_children(process.pid))
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(params=["told", "not told"])
def told(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once with what Linux says of threads, once as on a system that does not say it."""
    if request.param == "not told":
        monkeypatch.setattr(scheduled, "PROCESSES", Path("/nowhere"))


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("source", ["while True: pass", "time.sleep(600)"])
def test_who_computes_and_who_waits_takes_time(source: str) -> None:
    with running(source) as own_time:
        began = own_time.now()
        until(lambda: own_time.now() > began + 1, "a second of its own is over")


def test_what_a_process_starts_later_is_counted_with_it() -> None:
    own_time = OwnTime(lambda: with_children(os.getpid()))
    with running("while True: pass") as child:

        def counted() -> bool:
            own_time.now()
            return child._find()[0].pid in {one.pid for one in own_time._family}

        until(counted, "it is looked for what was started")


def nothing() -> float:
    """Return what an answer has taken to which nothing is given."""
    return 0.0


@pytest.mark.parametrize(
    "taken, missed, raised",
    [
        (nothing, TooFew, TooFew),
        (nothing, SentAway, TooSlow),
        (time.monotonic, SentAway, SentAway),
    ],
)
def test_only_who_is_sent_away_five_times_may_blame_the_machine_if_it_was_busy(
    taken: Callable[[], float],
    missed: type[Missed],
    raised: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries: list[object] = []

    async def one_rush(*_: object) -> None:
        tries.append(_)
        raise missed("seen 3 served at once")

    async def blocked() -> set[int]:
        return set()

    monkeypatch.setattr(evening, "one_rush", one_rush)
    monkeypatch.setattr(evening, "LASTS", 0)  # none of the tries is too short to count
    exam: Any = SimpleNamespace(taken=taken, db=SimpleNamespace(blocked=blocked))
    app: Any = None
    with pytest.raises(raised):
        asyncio.run(evening.rush(exam, app, []))
    assert len(tries) == 5


@pytest.mark.usefixtures("told")
def test_who_polls_takes_more_time_than_he_computes() -> None:
    with running("while True: time.sleep(0.02), sum(range(100_000))") as own_time:
        began, computing = own_time.now(), computed(own_time._find())

        def more() -> bool:
            worked = computed(own_time._find()) - computing
            return own_time.now() - began > 1.5 * worked + 0.3

        until(more, "half a processor was free for a while")


@pytest.mark.usefixtures("told")
def test_who_gets_less_than_he_wants_is_asked_for_what_he_got() -> None:
    with every_core_busy(), running("while True: pass") as own_time:
        began, had = time.monotonic(), own_time.now()
        time.sleep(LOOK)
        had, computing = own_time.now(), computed(own_time._find())
        while time.monotonic() < began + 3:
            own_time.now()
            time.sleep(LOOK)
        taken = own_time.now() - had
        assert taken <= computed(own_time._find()) - computing + LOOK


@pytest.mark.usefixtures("told")
def test_a_machine_that_stands_still_takes_nobodys_time() -> None:
    with running("time.sleep(600)") as own_time:
        time.sleep(LOOK)
        began = own_time.now()
        time.sleep(4 * LOOK)  # nobody looks, as if all had stood still
        assert own_time.now() - began < LOOK


def test_what_was_computed_before_the_answer_began_is_not_its_own() -> None:
    before = "end = time.process_time() + 1\nwhile time.process_time() < end: pass\n"
    with running(f"{before}print(flush=True)\ntime.sleep(600)", lines=2) as own_time:
        time.sleep(LOOK)
        assert own_time.now() < 0.9


def test_who_waits_while_the_examiner_has_no_processor_takes_less_time() -> None:
    ours = psutil.Process()
    before = ours.cpu_affinity()
    with running("time.sleep(600)") as own_time:
        try:
            ours.cpu_affinity(before[:1])
            with busy(3, before[:1]):
                began, had = time.monotonic(), own_time.now()
                while time.monotonic() < began + 12 * LOOK:
                    sum(range(10_000))  # we want the processor all the time
                    own_time.now()
                assert own_time.now() - had < 0.6 * (time.monotonic() - began)
        finally:
            ours.cpu_affinity(before)


def test_what_threads_are_kept_waiting_is_told_by_the_system() -> None:
    one = psutil.Process().cpu_affinity()[:1]
    with running("while True: pass") as own_time, busy(3, one):
        process = own_time._find()[0]
        process.cpu_affinity(one)
        began, clock = given([process.pid]), time.monotonic()
        time.sleep(4 * LOOK)
        seen, passed = since(began, given([process.pid])), time.monotonic() - clock
    assert seen.kept > seen.ran > 0
    assert 0.8 * passed < seen.ran + seen.kept < 1.2 * passed


async def gives_up(own_time: OwnTime, seconds: float) -> BaseException | None:
    """Return what a client who gives up raises, who would be answered after so many seconds."""
    exam: Any = SimpleNamespace(taken=own_time.now, kept=lambda: (own_time.now(), own_time.kept)[1])
    visit: Any = asyncio.create_task(asyncio.sleep(seconds))
    try:
        await in_time(exam, [visit], "Nobody comes")
    except (Late, TooSlow) as error:
        return error
    finally:
        visit.cancel()
    return None


def test_a_client_who_gives_up_blames_who_lets_him_wait() -> None:
    with running("time.sleep(600)") as own_time:
        assert isinstance(asyncio.run(gives_up(own_time, 600)), Late)


def test_a_client_who_gives_up_blames_nobody_who_got_little_of_the_machine() -> None:
    with running("while True: pass") as own_time:
        process = own_time._find()[0]
        with a_quarter_of_a_processor(lambda: [process]):
            assert isinstance(asyncio.run(gives_up(own_time, GIVES_UP + 0.5)), TooSlow)


def test_a_client_who_gives_up_blames_who_has_had_all_of_the_time_at_last() -> None:
    with running("while True: pass") as own_time:
        process = own_time._find()[0]
        with a_quarter_of_a_processor(lambda: [process]):
            assert isinstance(asyncio.run(gives_up(own_time, 600)), Late)

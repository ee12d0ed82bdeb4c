"""The set of answers with the verdicts they must get: ``tests/answers/<assignment>/<task>``."""

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from poollab.examiner import processes, tasks
from poollab.examiner.examine import examine
from poollab.examiner.verdict import Verdict
from poollab.postgres.instance import Postgres

FOLDER = Path(__file__).with_name("answers")
TASKS = [task for assignment in tasks.ASSIGNMENTS for task in tasks.of(assignment)]
each_task = pytest.mark.parametrize(
    "task", TASKS, ids=lambda task: f"{task.assignment}/{task.name}"
)
# For tests of how any assignment is worked in: what differs from one to the next, its tasks, is
# examined with every answer and in nbgrader's round, so `make test` takes one, `make soak` all.
one_assignment = pytest.mark.parametrize(
    "assignment",
    [one if one == "leaks" else pytest.param(one, marks=pytest.mark.soak)
     for one in tasks.ASSIGNMENTS],
)  # fmt: skip
AT_ONCE = 6  # examinations: those of wrong answers mostly wait


@dataclass(frozen=True)
class Answer:
    """One answer: the source of a cell, and what must be said of it."""

    path: Path

    def __str__(self) -> str:
        return self.path.relative_to(FOLDER).as_posix()

    @property
    def task(self) -> tasks.Task:
        assignment, name = self.path.parts[-4:-2]
        return tasks.find(f"{assignment}/{name}")

    @property
    def is_right(self) -> bool:
        return self.path.parts[-2] == "right"

    @property
    def source(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def points(self) -> float:
        """What it must get: all, nothing, or what its first lines say."""
        said = self._says("points")
        return float(said) if said else self.task.points if self.is_right else 0

    @property
    def sentence(self) -> str:
        """A pattern that the verdict's sentence must have in it."""
        return self._says("verdict")

    def _says(self, what: str) -> str:
        found = re.search(rf"^# {what}: (.*)$", self.source, re.MULTILINE)
        return found[1] if found else ""

    def amiss(self, verdict: Verdict) -> str:
        """Return what is amiss with a verdict on it, or nothing."""
        if verdict.points != self.points:
            return f"{verdict.points:g} points, not {self.points:g}: {verdict.sentence}"
        if not re.search(self.sentence, verdict.sentence):
            return f"{self.sentence!r} is not in: {verdict.sentence}"
        return ""


def answers(assignment: str = "*") -> list[Answer]:
    """Return all answers, or those of one assignment."""
    return [Answer(path) for path in sorted(FOLDER.glob(f"{assignment}/*/*/*.py"))]


def often() -> frozenset[Answer]:
    """Return of each task the reference and a wrong answer, the first by name: for `make test`.

    All of them, and so each check that refuses one, are `thorough`.
    """
    wrong = [min(task.glob("wrong/*.py")) for task in FOLDER.glob("*/*/")]
    return frozenset(map(Answer, [*FOLDER.glob("*/*/right/reference.py"), *wrong]))


def examined(these: list[Answer], db: Postgres, at_once: int = AT_ONCE) -> dict[Answer, Verdict]:
    """Have answers examined, so many at once; return the verdicts."""
    processes.prepare()

    async def one(answer: Answer, room: asyncio.Semaphore) -> Verdict:
        async with room:
            return await examine(answer.task, answer.source, db.superuser_dsn, db.role_name)

    async def all_of_them() -> list[Verdict]:
        room = asyncio.Semaphore(at_once)
        return await asyncio.gather(*(one(answer, room) for answer in these))

    return dict(zip(these, asyncio.run(all_of_them()), strict=True))


def all_amiss(verdicts: dict[Answer, Verdict]) -> dict[Answer, str]:
    """Return the answers with another verdict than they must get, and what is amiss with it."""
    return {one: trouble for one, verdict in verdicts.items() if (trouble := one.amiss(verdict))}


def family() -> list[psutil.Process]:
    """Return the processes of answers: what the process that starts them has started."""
    return [
        child
        for process in psutil.Process().children()
        if "forkserver" in " ".join(process.cmdline())
        for child in process.children(recursive=True)
    ]

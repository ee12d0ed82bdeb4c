"""A run over a class: what is known is taken as it is, the rest is examined, many at once."""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path

from poollab.assignments.answers import read
from poollab.assignments.examining import TaskResult, here, in_pod, results
from poollab.collecting.handed_in import HandedIn
from poollab.errors import PoolLabError
from poollab.examiner.version import check, examinations
from poollab.grading.journal import Journal, digest
from poollab.grading.result import Result

Done = Callable[[Result, bool], None]
"""Takes a result, and whether it is a new one."""


Asked = tuple[str, dict[str, str], dict[str, str], bool, str]
"""What ``examined`` is called with."""


@dataclass
class Class:
    """The submissions of one assignment, and what was found of them until now."""

    assignment: str
    handed_in: Sequence[HandedIn]
    submitted: Path
    """The folder that all notebooks are below: no link on the way from it is followed."""
    is_trusted: bool
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    """Sources by student and task."""
    results: dict[str, Result] = field(default_factory=dict)
    """By student, in the order in which they came."""
    failed: dict[str, str] = field(default_factory=dict)
    """By student, the reason why there is no result."""


@dataclass(frozen=True)
class Wanted:
    """Whose submissions are examined; of the others what is known is taken, and no more."""

    only: Collection[str] = ()
    """Students; all if there is none."""
    again: bool = False
    """Whether they are examined even if they were before."""

    def anew(self, student: str) -> bool:
        """Return whether one is examined although the result is known."""
        return self.again and self.includes(student)

    def includes(self, student: str) -> bool:
        """Return whether one is examined if need be."""
        return not self.only or student in self.only


def grade(
    what: Class, executor: Executor, journal: Journal, done: Done, wanted: Wanted = Wanted()
) -> None:
    """Grade a class: each result is in the journal, then given to ``done``, in any order.

    A submission that can't be examined now is noted in ``failed``, and stops no other. One for
    which the machine was too slow is examined once more when the others are done.
    """
    asked: dict[str, Asked] = {}
    waiting: dict[Future[tuple[TaskResult, ...]], Result] = {}
    for one in what.handed_in:
        student, found = one.student.id, read(one.path, what.assignment, below=what.submitted)
        what.answers[student] = found.answers
        words = what.assignment, found.answers, found.codes, what.is_trusted
        bare = Result(
            student, what.assignment, (), not what.is_trusted, digest(*words), one.remarks
        )
        known = None if wanted.anew(student) else journal.get(student, bare.digest)
        if known and not known.is_slow:
            finish(what, replace(known, remarks=one.remarks), False, done)
        elif wanted.includes(student):
            asked[student] = *words, examinations()
            waiting[executor.submit(examined, *asked[student])] = bare

    def take(bare: Result, future: Future[tuple[TaskResult, ...]], again: bool) -> bool:
        """Take what was found of one; return False, and leave it, to have it examined again."""
        try:
            result = replace(bare, tasks=future.result())
        except Exception as problem:  # of one submission, whatever it is: the others go on
            what.failed[bare.student] = reason(problem)
            return True
        if again and result.is_slow:
            return False
        journal.note(result)
        finish(what, result, True, done)
        return True

    ended = as_completed(list(waiting))
    late = [bare for one in ended if not take(bare := waiting.pop(one), one, again=True)]
    for bare in late:  # one after another, with nothing beside it
        take(bare, executor.submit(examined, *asked[bare.student]), again=False)


def examined(
    assignment: str, answers: dict[str, str], lost: dict[str, str], is_trusted: bool, asked: str
) -> tuple[TaskResult, ...]:
    """Return what an examination of a submission finds: all that a worker does.

    Raises PoolLabError when who asks, by the digest ``asked``, has another version of the course.
    """
    check(asked, "A worker", "update the older of the two")
    return results(assignment, answers, lost, here if is_trusted else in_pod)


def finish(what: Class, result: Result, is_new: bool, done: Done) -> None:
    """Keep a result and hand it on."""
    what.results[result.student] = result
    try:
        done(result, is_new)
    except Exception as problem:  # the result is in the journal: the next run hands it on
        what.failed[result.student] = reason(problem)


def reason(problem: Exception) -> str:
    """Return one line on what has happened."""
    said = " ".join(str(problem).split())
    return said if isinstance(problem, PoolLabError) else f"{type(problem).__name__}: {said}"

"""A run over a class: what is known is taken as it is, the rest is examined, many at once."""

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path

from poollab.assignments.answers import read
from poollab.collecting.handed_in import HandedIn
from poollab.errors import PoolLabError
from poollab.examiner.version import examinations
from poollab.grading.journal import Journal, digest
from poollab.grading.parts import Open
from poollab.grading.result import Result

Done = Callable[[Result, bool], None]
"""Takes a result, and whether it is a new one."""


HELPERS = 2
"""Threads that may take tasks of a submission besides its own. Each needs a pod."""


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
    what: Class,
    executor: Executor,
    journal: Journal,
    done: Done,
    wanted: Wanted = Wanted(),
    shared: bool = False,
) -> None:
    """Grade a class: each result is in the journal, then given to ``done``, in any order.

    A submission that can't be examined now is noted in ``failed``, and stops no other. It is
    examined once more when the others are done, and so is one for which the machine was too slow.
    With ``shared`` a thread of the executor that has no submission left takes tasks of another's:
    else all would wait for the one with the most wrong answers, which wait longest.
    """
    run = Run(what, journal, done)
    whose = {one.start(executor): one for one in run.still_open(wanted)}
    opened = list(whose.values())
    if shared:
        whose |= {one.help(executor): one for one in HELPERS * opened[::-1]}
    late = list[Open]()
    for part in as_completed(list(whose)):
        one = whose.pop(part)
        if one in opened and one.is_over():
            opened.remove(one)
            late += [] if run.take(one, again=True) else [one]
    for one in sorted(late, key=run.has_failed):  # one after another, with nothing beside it
        before = run.has_failed(one)
        one.start(executor)
        run.take(one, again=False)
        if before and run.has_failed(one):
            break  # nor would those after it be examined now


@dataclass(frozen=True)
class Run:
    """Takes the results of a class, old and new."""

    what: Class
    journal: Journal
    done: Done

    def still_open(self, wanted: Wanted) -> Iterator[Open]:
        """Read what was handed in; finish what is known, and yield the rest that is wanted."""
        for one in self.what.handed_in:
            opened = self.opened(one)
            student = opened.bare.student
            known = self.journal.get(student, opened.bare.digest)
            if known and not known.is_slow and not wanted.anew(student):
                self.finish(replace(known, remarks=one.remarks), is_new=False)
            elif wanted.includes(student):
                yield opened

    def opened(self, one: HandedIn) -> Open:
        """Read a submission, and keep its answers."""
        what, student = self.what, one.student.id
        found = read(one.path, what.assignment, below=what.submitted)
        what.answers[student] = found.answers
        words = what.assignment, found.answers, found.codes, what.is_trusted
        made = digest(*words)
        bare = Result(student, what.assignment, (), not what.is_trusted, made, one.remarks)
        return Open(bare, (*words, examinations()))

    def take(self, one: Open, again: bool) -> bool:
        """Take what was found of one; return False, and leave it, to have it examined again."""
        self.what.failed.pop(one.bare.student, None)
        try:
            result = replace(one.bare, tasks=one.tasks())
        except Exception as problem:  # of one submission, whatever it is: the others go on
            self.what.failed[one.bare.student] = reason(problem)
            return not again
        if again and result.is_slow:
            return False
        self.journal.note(result)
        self.finish(result, is_new=True)
        return True

    def has_failed(self, one: Open) -> bool:
        """Say whether there is no result for one."""
        return one.bare.student in self.what.failed

    def finish(self, result: Result, is_new: bool) -> None:
        """Keep a result and hand it on."""
        self.what.results[result.student] = result
        try:
            self.done(result, is_new)
        except Exception as problem:  # the result is in the journal: the next run hands it on
            self.what.failed[result.student] = reason(problem)


def reason(problem: Exception) -> str:
    """Return one line on what has happened."""
    said = " ".join(str(problem).split())
    return said if isinstance(problem, PoolLabError) else f"{type(problem).__name__}: {said}"

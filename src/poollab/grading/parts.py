"""Submissions that have to be examined, each as a whole or in two parts."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from itertools import pairwise

from poollab.assignments.results import TaskResult
from poollab.examiner.tasks import of
from poollab.grading.result import Result
from poollab.grading.work import Asked, examined

Found = Future[tuple[TaskResult, ...]]
"""What a worker gives for some tasks of a submission."""


@dataclass(eq=False)
class Open:
    """A submission that has to be examined."""

    bare: Result
    """What is known of it, without what the examination finds."""
    asked: Asked
    parts: list[Found] = field(default_factory=list)
    """What workers give for it: of its first tasks, of those that follow, and so on."""

    def start(self, executor: Executor, parts: int = 1) -> list[Found]:
        """Have it examined in so many parts, each by one worker; return them."""
        names = [task.name for task in of(self.bare.assignment)]
        cuts = [len(names) * n // parts for n in range(parts + 1)]
        self.parts = [
            executor.submit(examined, *self.asked, names[begin:end])
            for begin, end in pairwise(cuts)
        ]
        return self.parts

    def tasks(self) -> tuple[TaskResult, ...]:
        """Return what was found, when it was; raises what has stopped a worker."""
        return tuple(row for part in self.parts for row in part.result())


def in_parts(opened: Iterable[Open], last: int) -> Iterator[tuple[Open, int]]:
    """Say of each submission in how many parts it is examined.

    The last ones are halved. A submission with all wrong takes longest, as each of its tasks is
    waited for to a bound: workers that have nothing left to do take the other half.
    """
    held = deque[Open]()
    for one in opened:
        held.append(one)
        if len(held) > last:
            yield held.popleft(), 1
    yield from ((one, 2) for one in held)

"""Submissions that have to be examined, each by one worker, or more when others are idle."""

from collections import deque
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field

from poollab.assignments.results import TaskResult
from poollab.examiner.tasks import of
from poollab.grading.result import Result
from poollab.grading.work import Asked, examined

Found = Future[tuple[TaskResult, ...]]
"""What a worker gives for those tasks of a submission that it has examined."""


@dataclass(eq=False)
class Open:
    """A submission that has to be examined."""

    bare: Result
    """What is known of it, without what the examination finds."""
    asked: Asked
    parts: list[Found] = field(default_factory=list)
    """What each of its workers gives."""
    left: deque[str] = field(default_factory=deque)
    """The tasks that none of them has begun."""

    def start(self, executor: Executor) -> Found:
        """Have it examined by a worker."""
        self.parts = []
        self.left = deque(task.name for task in of(self.bare.assignment))
        return self.help(executor)

    def help(self, executor: Executor) -> Found:
        """Have what is left then examined by one more worker, a thread of this process.

        An executor comes to this after all that it was given before.
        """
        found = executor.submit(examined, *self.asked, self.left)
        self.parts.append(found)
        return found

    def is_over(self) -> bool:
        """Say whether all was examined, or a worker has failed; who has not begun need not then."""
        if any(part.done() and part.exception() for part in self.parts):
            self.left.clear()
        if not self.left:
            self.parts = [part for part in self.parts if not part.cancel()]
        return all(part.done() for part in self.parts)

    def tasks(self) -> tuple[TaskResult, ...]:
        """Return what was found, when it was; raises what has stopped a worker."""
        names = [task.name for task in of(self.bare.assignment)]
        found = [row for part in self.parts for row in part.result()]
        return tuple(sorted(found, key=lambda row: names.index(row.task)))

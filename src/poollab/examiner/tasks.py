"""The tasks there are, and how each is examined: assignment/task, points, function."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib import import_module

from poollab.errors import PoolLabError
from poollab.examiner.examination import Examination

ASSIGNMENTS = ("leaks", "sizing", "async_pools")

Examine = Callable[[Examination], Awaitable[None]]
_tasks: dict[str, "Task"] = {}


@dataclass(frozen=True)
class Task:
    """One task: ``name`` is also that of the function that the learner writes."""

    assignment: str
    name: str
    points: float
    right: str
    """What is said of a right answer."""
    examine: Examine


def task(points: float, right: str) -> Callable[[Examine], Examine]:
    """Make a function the examination of the task that has its name.

    The assignment is the name of the module's package.
    """

    def register(examine: Examine) -> Examine:
        assignment, name = examine.__module__.split(".")[-2], examine.__name__
        _tasks[f"{assignment}/{name}"] = Task(assignment, name, points, right, examine)
        return examine

    return register


def of(assignment: str) -> list[Task]:
    """Return the tasks of an assignment, in the order in which they are set."""
    if assignment not in ASSIGNMENTS:
        raise PoolLabError(f"There is no assignment {assignment}: {', '.join(ASSIGNMENTS)}.")
    import_module(f"poollab.examiner.{assignment}")
    return [one for one in _tasks.values() if one.assignment == assignment]


def find(path: str) -> Task:
    """Return a task by its path, such as ``leaks/early_return``."""
    assignment, _, name = path.partition("/")
    for one in of(assignment):
        if one.name == name:
            return one
    raise PoolLabError(f"The assignment {assignment} has no task {name}.")

"""What grading finds of a submission: a row for each of its tasks."""

from dataclasses import asdict, dataclass, field
from typing import Any

from poollab.assignments.results import TaskResult


@dataclass(frozen=True)
class Result:
    """What was found of one submission."""

    student: str
    """The student's id."""
    assignment: str
    tasks: tuple[TaskResult, ...]
    walled: bool
    """Whether the answers were examined in a pod; if not, the run was a trusted one."""
    digest: str = ""
    """Of the answers and the examinations: an equal one need not be examined again."""
    remarks: tuple[str, ...] = field(default=())

    @property
    def points(self) -> float:
        """The sum of the points."""
        return sum(one.points for one in self.tasks)

    @property
    def of(self) -> float:
        """The most points that there are."""
        return sum(one.of for one in self.tasks)

    @property
    def is_slow(self) -> bool:
        """Whether the machine was too slow for one of the tasks: nothing is known of that."""
        return any(one.code == "slow" for one in self.tasks)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)

    @staticmethod
    def from_json(found: dict[str, Any]) -> "Result":
        """Return what ``as_json`` was made of."""
        tasks = tuple(TaskResult(**one) for one in found["tasks"])
        return Result(**found | {"tasks": tasks, "remarks": tuple(found["remarks"])})

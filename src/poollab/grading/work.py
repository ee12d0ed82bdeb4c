"""What a worker does for one submission."""

from collections import deque

from poollab.assignments.examining import here, in_pod
from poollab.assignments.results import TaskResult, results
from poollab.examiner.version import check

Asked = tuple[str, dict[str, str], dict[str, str], bool, str]
"""What ``examined`` is called with, before the tasks that are left."""


def examined(
    assignment: str,
    answers: dict[str, str],
    lost: dict[str, str],
    is_trusted: bool,
    asked: str,
    left: deque[str],
) -> tuple[TaskResult, ...]:
    """Return what an examination of a submission finds: all that a worker does.

    ``left`` are the tasks that nobody has begun. Raises PoolLabError when who asks, by the digest
    ``asked``, has another version of the course.
    """
    check(asked, "A worker", "update the older of the two")
    return results(assignment, answers, lost, here if is_trusted else in_pod, left)

"""What a worker does for one submission."""

from collections.abc import Collection

from poollab.assignments.examining import here, in_pod
from poollab.assignments.results import TaskResult, results
from poollab.examiner.version import check

Asked = tuple[str, dict[str, str], dict[str, str], bool, str]
"""What ``examined`` is called with."""


def examined(
    assignment: str,
    answers: dict[str, str],
    lost: dict[str, str],
    is_trusted: bool,
    asked: str,
    only: Collection[str] = (),
) -> tuple[TaskResult, ...]:
    """Return what an examination of a submission finds, or of only these tasks: a worker's job.

    Raises PoolLabError when who asks, by the digest ``asked``, has another version of the course.
    """
    check(asked, "A worker", "update the older of the two")
    return results(assignment, answers, lost, here if is_trusted else in_pod, only)

"""What a notebook that was handed in has in it, in the words of a receipt."""

from collections import defaultdict
from pathlib import Path

from poollab.assignments.answers import Submission, is_stub, read
from poollab.examiner.release import Release
from poollab.examiner.tasks import of


def reading(notebook: Path, assignment: str) -> tuple[int, int, list[str]]:
    """Return how many answers there are, of how many tasks, and sentences on the others.

    What is an answer, and why one can't be read, is said as ``poollab grade`` will find it.
    """
    found, tasks = read(notebook, assignment), [task.name for task in of(assignment)]
    stubs = Release.of(assignment).stubs
    left = [name for name, one in found.answers.items() if is_stub(one, stubs.get(name, ""))]
    said = [f"Not begun: {', '.join(left)}."] if left else []
    return len(found.answers) - len(left), len(tasks), said + unreadable(found, len(tasks))


def unreadable(found: Submission, tasks: int) -> list[str]:
    """Return each reason why answers can't be read, once, with the tasks that it is for."""
    whose: dict[str, list[str]] = defaultdict(list)
    for name, reason in found.lost.items():
        whose[str(reason)].append(name)
    return [
        f"No answer can be read. {reason}"
        if len(names) == tasks
        else f"Can't be read: {', '.join(names)}. {reason}"
        for reason, names in whose.items()
    ]

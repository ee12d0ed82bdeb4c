"""How far a learner has come: the points of the last check of each task, kept between sessions."""

from collections.abc import Mapping

from poollab import kept
from poollab.examiner.tasks import ASSIGNMENTS, of

FILE = "progress.json"


def points() -> dict[str, float]:
    """Return the points by task, such as ``leaks/stream``; a file that can't be read is empty."""
    return {
        task: float(count) for task, count in kept.read(FILE).items()
        if isinstance(count, int | float)
    }  # fmt: skip


def note(task: str, count: float) -> None:
    """Keep the points of a task. A file that can't be written loses them, and nothing else."""
    kept.note(FILE, task, count)


def table(assignment: str, by_task: Mapping[str, float]) -> str:
    """Return points by task (its name alone) as lines, the sum first."""
    tasks = of(assignment)
    lines = [
        f"  {'✓' if by_task.get(task.name, 0) == task.points else '○'} {task.name:24}"
        f"{by_task.get(task.name, 0):5g} of {task.points:g}"
        for task in tasks
    ]
    total, most = sum(by_task.get(task.name, 0) for task in tasks), sum(t.points for t in tasks)
    return "\n".join([f"{assignment}: {total:g} of {most:g} points", *lines])


def report(arguments: list[str]) -> str:
    """Return the table of the assignments named, or of all."""
    by_task = points()
    return "\n\n".join(
        table(one, {task.name: by_task.get(f"{one}/{task.name}", 0) for task in of(one)})
        for one in arguments or ASSIGNMENTS
    )

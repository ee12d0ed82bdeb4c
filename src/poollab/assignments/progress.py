"""How far a learner has come: the points of the last check of each task, kept between sessions."""

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

import platformdirs

from poollab.examiner.tasks import ASSIGNMENTS, of


def file() -> Path:
    """Return where it is kept: where ``POOLLAB_PROGRESS`` says, else with the user's data."""
    if named := os.environ.get("POOLLAB_PROGRESS"):
        return Path(named)
    return platformdirs.user_data_path("poollab") / "progress.json"


def points() -> dict[str, float]:
    """Return the points by task, such as ``leaks/stream``; a file that can't be read is empty."""
    with contextlib.suppress(OSError, ValueError):
        found = json.loads(file().read_text())
        if isinstance(found, dict):
            return {
                str(task): float(count) for task, count in found.items()
                if isinstance(count, int | float)
            }  # fmt: skip
    return {}


def note(task: str, count: float) -> None:
    """Keep the points of a task. A file that can't be written loses them, and nothing else."""
    with contextlib.suppress(OSError):
        file().parent.mkdir(parents=True, exist_ok=True)
        new = file().with_suffix(f".{os.getpid()}")
        new.write_text(json.dumps(points() | {task: count}, indent=1))
        new.replace(file())


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
    kept = points()
    return "\n\n".join(
        table(one, {task.name: kept.get(f"{one}/{task.name}", 0) for task in of(one)})
        for one in arguments or ASSIGNMENTS
    )

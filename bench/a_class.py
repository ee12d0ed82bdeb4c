"""A class of one assignment, whose answers are those of the tests: what each must get is known."""

import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from answer_set import Answer, answers

from poollab.examiner import tasks
from poollab.examiner.release import path_of

KINDS = ("right", "half", "wrong", "mixed", "damaged")
Points = dict[str, float]
"""By task."""


def hand_in(course: Path, assignment: str, number: int) -> dict[str, Points]:
    """Write so many submissions, of each kind as many; return what each student must get.

    They are graded in the order of their names, which says nothing of their marks: as in a class.
    """
    return {
        f"{at:03}-{kind}": submission(course, assignment, kind, at)
        for at, kind in zip(range(number), itertools.cycle(KINDS))
    }


def submission(course: Path, assignment: str, kind: str, at: int) -> Points:
    """Write one; return its points."""
    notebook = nbformat.read(path_of(assignment), as_version=4)
    chosen = dict(answered(assignment, kind, at))
    for cell in notebook.cells:
        if found := chosen.get(cell.metadata.get("nbgrader", {}).get("grade_id")):
            cell.source = found.source
    path = course / "submitted" / f"{at:03}-{kind}" / assignment / path_of(assignment).name
    path.parent.mkdir(parents=True)
    text = nbformat.writes(notebook)
    path.write_text(text[: len(text) // 2] if kind == "damaged" else text, encoding="utf-8")
    return {name: one.points for name, one in chosen.items() if kind != "damaged" and one.points}


def answered(assignment: str, kind: str, at: int) -> Iterator[tuple[str, Answer]]:
    """Yield an answer to each task that a submission of this kind has answered."""
    for place, task in enumerate(tasks.of(assignment)):
        if kind == "half" and place % 2:
            continue
        is_right = kind != "wrong" and (kind != "mixed" or place % 2 == 0)
        these = [
            one for one in answers(assignment) if one.task == task and one.is_right == is_right
        ]
        yield task.name, these[at % len(these)]

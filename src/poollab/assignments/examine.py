"""What nbgrader's autograde does with our assignments: nothing of a submission is run in a kernel.

An assignment that is not one of ours is left to nbgrader's own steps. ``Grade`` has read the
submission, and has had it examined, before these begin.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from traitlets import Bool

from poollab.assignments.answers import CHECK, Submission
from poollab.errors import PoolLabError
from poollab.examiner.release import path_of
from poollab.examiner.tasks import ASSIGNMENTS
from poollab.exercise import Result

Resources = dict[str, Any]


def is_ours(resources: Resources) -> bool:
    """Return whether nbgrader is at one of our assignments."""
    return resources["nbgrader"]["assignment"] in ASSIGNMENTS


class Rebuild(NotebookExporter):
    """Reads the release in place of a submission, with the submission's answers in it.

    So nothing that was done to a notebook stops nbgrader, and cells that were deleted, moved,
    copied or changed do no harm.
    """

    def from_filename(
        self, filename: str, resources: Resources | None = None, **others: Any
    ) -> tuple[NotebookNode, Resources]:
        """Return the release with the answers; what is no submission of ours as it is."""
        grade: Any = self.parent
        if not resources or not is_ours(resources) or not grade._sanitizing:
            return super().from_filename(filename, resources, **others)
        notebook = rebuilt(grade.submission, resources["nbgrader"]["assignment"])
        made: tuple[NotebookNode, Resources]
        made = self.from_notebook_node(notebook, resources, **others)  # type: ignore[no-untyped-call]
        return made


def rebuilt(submission: Submission, assignment: str) -> NotebookNode:
    """Return the release with the answers in it; the cell of a lost one is empty."""
    release: NotebookNode = nbformat.read(path_of(assignment), as_version=4)
    for cell in release.cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("solution"):
            cell.source = submission.answers.get(marks["grade_id"], "")
    return release


def notebook_in(path: Path) -> Path:
    """Return a submission's notebook: under its name, or the only one there under another."""
    kinds = (".ipynb", ".ipynb.txt", ".ipynb.json")
    found = [one for one in path.parent.glob("*") if one.name.lower().endswith(kinds)]
    return found[0] if len(found) == 1 and not os.path.lexists(path) else path


class Examine(Execute):  # type: ignore[misc]
    """Fills each grade cell with the verdict on the answer that it checks."""

    trusted = Bool(
        False, help="Whether answers are examined on this machine, without a wall: your own work."
    ).tag(config=True)

    def __call__(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Do it also with --no-execute: a grade cell without an output has all points."""
        if not is_ours(resources):
            executed: tuple[NotebookNode, Resources] = super().__call__(nb, resources)
            return executed
        grade: Any = self.parent.parent  # this one's is the exporter
        for cell in nb.cells:
            if task := checked(cell):
                cell.outputs = outputs(task, grade.verdicts[task.partition("/")[2]])
        return nb, resources


def checked(cell: NotebookNode) -> str:
    """Return the task that a grade cell checks, such as ``leaks/stream``; else nothing."""
    if cell.cell_type != "code" or not cell.metadata.get("nbgrader", {}).get("grade"):
        return ""
    found = CHECK.search(cell.source)
    if not found:
        raise PoolLabError(f"The grade cell {cell.metadata.nbgrader.grade_id} checks no task.")
    return found[1]


def outputs(task: str, verdict: dict[str, Any]) -> list[NotebookNode]:
    """Return what ``check`` would have shown: the sentence, and the points as its value."""
    result = Result(task, verdict)
    shown = {"text/plain": repr(result), "text/html": result._repr_html_()}
    return [
        new_output("stream", name="stdout", text=f"{verdict['sentence']}\n"),
        new_output("execute_result", data=shown, execution_count=None),
    ]

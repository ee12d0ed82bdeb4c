"""What nbgrader's autograde does with our assignments: nothing of a submission is run in a kernel.

An assignment that is not one of ours is left to nbgrader's own steps.
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

from poollab.assignments.answers import CHECK, Submission, read
from poollab.assignments.file import REASONS
from poollab.errors import PoolLabError
from poollab.examiner.asking import Examiner
from poollab.examiner.release import answers_in, path_of
from poollab.examiner.tasks import ASSIGNMENTS, find
from poollab.exercise import Result, server

Resources = dict[str, Any]
Verdicts = dict[str, dict[str, Any]]


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
        autograde: Any = self.parent
        if not resources or not is_ours(resources) or not autograde._sanitizing:
            return super().from_filename(filename, resources, **others)
        assignment = resources["nbgrader"]["assignment"]
        path = Path(filename)
        submission = read(notebook_in(path), assignment, below=path.parents[2])  # submitted/
        for reason in sorted({str(one) for one in submission.lost.values()}):
            self.log.warning("%s: %s", filename, reason)
        notebook = rebuilt(submission, assignment)
        made: tuple[NotebookNode, Resources]
        made = self.from_notebook_node(notebook, resources, **others)  # type: ignore[no-untyped-call]
        return made


def rebuilt(submission: Submission, assignment: str) -> NotebookNode:
    """Return the release with the answers in it; a cell without one says the reason."""
    release: NotebookNode = nbformat.read(path_of(assignment), as_version=4)
    for cell in release.cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("solution"):
            cell.source = submission.answers.get(marks["grade_id"], "")
            if reason := submission.lost.get(marks["grade_id"]):
                cell.metadata["poollab"] = {"reason": reason.code}
    return release


def notebook_in(path: Path) -> Path:
    """Return a submission's notebook: under its name, or the only one there under another."""
    kinds = (".ipynb", ".ipynb.txt", ".ipynb.json")
    found = [one for one in path.parent.glob("*") if one.name.lower().endswith(kinds)]
    return found[0] if len(found) == 1 and not os.path.lexists(path) else path


class Examine(Execute):  # type: ignore[misc]
    """Fills each grade cell with the verdict on the answer that it checks.

    The examiner tries the sources of the solution cells, each in a process of its own.
    """

    def preprocess(
        self, nb: NotebookNode, resources: Resources, **others: Any
    ) -> tuple[NotebookNode, Resources]:
        """Return the notebook with verdicts as outputs."""
        if not is_ours(resources):
            executed: tuple[NotebookNode, Resources] = super().preprocess(nb, resources, **others)
            return executed
        verdicts = lost_in(nb.cells)
        rest = [task for task in map(checked, nb.cells) if task and task not in verdicts]
        if rest:
            verdicts |= examined(rest, answers_in(nb.cells))
        for cell in nb.cells:
            if task := checked(cell):
                cell.outputs = outputs(task, verdicts[task])
        return nb, resources


def lost_in(cells: list[NotebookNode]) -> Verdicts:
    """Return a verdict by task on each answer that could not be read: ``rebuilt`` has noted why."""
    codes = {
        cell.metadata.nbgrader.grade_id: cell.metadata.poollab.reason
        for cell in cells
        if "poollab" in cell.metadata
    }
    return {
        task: {"points": 0.0, "of": find(task).points, "sentence": REASONS[codes[name]]}
        for task in map(checked, cells)
        if (name := task.partition("/")[2]) in codes
    }


def examined(tasks: list[str], answers: dict[str, str]) -> Verdicts:
    """Return a verdict by task on the answers, given by function."""
    examiner, db = Examiner(), server()
    try:
        return {
            task: examiner.ask(
                task=task, source=answers.get(task.partition("/")[2], ""),
                server=db.superuser_dsn, prefix=db.role_name,
            )
            for task in tasks
        }  # fmt: skip
    finally:
        examiner.stop()


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

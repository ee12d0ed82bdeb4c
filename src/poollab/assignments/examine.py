"""What nbgrader's autograde does with our assignments: nothing of a submission is run in a kernel.

An assignment that is not one of ours is left to nbgrader's own steps.
"""

from __future__ import annotations

import re
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute, NbGraderPreprocessor

from poollab.errors import PoolLabError
from poollab.examiner.asking import Examiner
from poollab.examiner.release import answers_in, path_of
from poollab.examiner.tasks import ASSIGNMENTS
from poollab.exercise import Result, server

CHECK = re.compile(r"""^check\(["']([a-z_]+/[a-z_]+)["']\)""", re.MULTILINE)

Resources = dict[str, Any]


def is_ours(resources: Resources) -> bool:
    """Return whether nbgrader is at one of our assignments."""
    return resources["nbgrader"]["assignment"] in ASSIGNMENTS


class Rebuild(NbGraderPreprocessor):  # type: ignore[misc]
    """Puts the release in place of a submission, with the submission's answers in it.

    So cells that were deleted, moved, copied or changed do no harm.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Return the release with the answers."""
        if not is_ours(resources):
            return nb, resources
        answers = answers_in(nb.cells)
        release = nbformat.read(path_of(resources["nbgrader"]["assignment"]), as_version=4)
        for cell in release.cells:
            marks = cell.metadata.get("nbgrader", {})
            if marks.get("solution"):
                cell.source = answers.get(marks["grade_id"], "")
        return release, resources


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
        answers = answers_in(nb.cells)
        examiner, db = Examiner(), server()
        try:
            for cell in nb.cells:
                if task := checked(cell):
                    source = answers.get(task.partition("/")[2], "")
                    verdict = examiner.ask(
                        task=task, source=source, server=db.superuser_dsn, prefix=db.role_name
                    )
                    cell.outputs = outputs(task, verdict)
        finally:
            examiner.stop()
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

"""What nbgrader's autograde does instead of running a submission: it has each answer examined."""

from __future__ import annotations

import re
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor

from poollab.errors import PoolLabError
from poollab.examiner.asking import Examiner
from poollab.examiner.release import answers_in
from poollab.exercise import Result, server

CHECK = re.compile(r"""^check\(["']([a-z_]+/[a-z_]+)["']\)""", re.MULTILINE)


class Examine(NbGraderPreprocessor):  # type: ignore[misc]
    """Fills each grade cell with the verdict on the answer that it checks.

    Nothing of the submission is run here: the examiner tries the sources of the solution cells,
    each in a process of its own.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the notebook with verdicts as outputs."""
        answers = answers_in(nb.cells)
        examiner, db = Examiner(), server()
        try:
            for cell in nb.cells:
                if cell.cell_type == "code":
                    cell.outputs = []
                if task := checked(cell):
                    source = answers.get(task.partition("/")[2], "")
                    cell.outputs = outputs(
                        task,
                        examiner.ask(
                            task=task, source=source, server=db.superuser_dsn, prefix=db.role_name
                        ),
                    )
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

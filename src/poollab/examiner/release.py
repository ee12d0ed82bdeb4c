"""What of an assignment is given: read from the release in the package, which nobody works in."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from poollab.errors import PoolLabError

RELEASED = Path(__file__).with_name("released")


def path_of(assignment: str, folder: Path = RELEASED) -> Path:
    """Return where the release of an assignment is: a copy of what ``exercises/`` came with."""
    return folder / f"{assignment}.ipynb"


@dataclass(frozen=True)
class Release:
    """An assignment as it is handed out."""

    given: str
    """The source of its cells tagged ``given``: what every answer may use."""
    stubs: dict[str, str]
    """The solution cells as they come, by task."""

    @staticmethod
    @cache
    def of(assignment: str) -> "Release":
        """Read a release. Raises PoolLabError when it is not there."""
        path = path_of(assignment)
        try:
            # ours, so no library has to look whether it is a notebook: that costs each examiner
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        except OSError as error:
            raise PoolLabError(f"{path} is missing: run `make exercises`.") from error
        given = [source(cell) for cell in cells if "given" in cell["metadata"].get("tags", [])]
        return Release("\n\n".join(given), answers_in(cells))

    def stub(self, task: str) -> str:
        """Return the solution cell of a task as it comes."""
        return self.stubs.get(task, "")


def source(cell: Mapping[str, Any]) -> str:
    """Return the source of a cell; in a file it may be a list of lines."""
    return "".join(cell["source"])


def answers_in(cells: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the sources of the solution cells by task, their ``grade_id``, in a notebook of ours.

    In one that a learner has had, ``poollab.assignments.answers`` finds them.
    """
    found: dict[str, str] = {}
    for cell in cells:
        marks = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code" and marks.get("solution"):
            found[str(marks.get("grade_id"))] = source(cell)
    return found

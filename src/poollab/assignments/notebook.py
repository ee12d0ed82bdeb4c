"""The cells of a notebook that was handed in: what counts of them, and no more."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from poollab.assignments.file import Unreadable, content, parsed, text
from poollab.examiner.examine import LONGEST

MOST = 1_000_000  # characters of all code


@dataclass(frozen=True)
class Cell:
    """What counts of a cell; ``source`` is None where there is no text, ids may be empty."""

    kind: str
    source: str | None
    id: str = ""
    grade_id: str = ""


def cells(path: Path, below: Path | None = None) -> list[Cell]:
    """Return the cells of a notebook. Raises Unreadable.

    No link is followed: neither the file may be one, nor a folder between ``below`` and it.
    """
    return cells_of(parsed(text(content(path, below))))


def cells_of(notebook: Any) -> list[Cell]:
    """Return the cells of a notebook of any version, whatever it says that it is."""
    if not isinstance(notebook, dict):
        raise Unreadable("cells")
    found, sheets = notebook.get("cells"), notebook.get("worksheets")
    if "cells" not in notebook and isinstance(sheets, list):  # before version 4
        found = [cell for sheet in sheets for cell in _list(_dict(sheet).get("cells"))]
    if not isinstance(found, list):
        raise Unreadable("cells")
    made = [cell_of(one) for one in found if isinstance(one, dict)]
    code = [cell.source for cell in made if cell.kind == "code" and cell.source]
    if sum(min(len(source), LONGEST) for source in code) > MOST:
        raise Unreadable("large")
    return made


def cell_of(found: dict[str, Any]) -> Cell:
    """Return what counts of a cell."""
    marks = _dict(_dict(found.get("metadata")).get("nbgrader"))
    source = found.get("source", found.get("input"))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    return Cell(
        kind=_text(found.get("cell_type")), source=source if isinstance(source, str) else None,
        id=_text(found.get("id")), grade_id=_text(marks.get("grade_id")),
    )  # fmt: skip


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""

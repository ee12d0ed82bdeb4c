"""Holds the answer that a check has found in its kernel against the notebook as it is saved.

They may differ where two cells define one function: a kernel knows which was run last, a file where
they stand. JupyterLab says which cell it has run, and where the notebook is; others do not, and then
nothing is said of a cell that is not in the file yet.
"""

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from poollab.assignments.answers import answers_of
from poollab.assignments.notebook import Cell, Unreadable, cells

IDS = re.compile(r"[A-Za-z0-9_-]{1,64}")  # those of a notebook's format; VS Code has its own
_ran: dict[str, str] = {}


def note_cell(info: Any) -> None:
    """Keep which cell a source is run in: IPython calls this before each."""
    if IDS.fullmatch(info.cell_id or ""):
        _ran[info.raw_cell.rstrip()] = info.cell_id


def another(task: str, source: str) -> bool:
    """Return whether marking the notebook would find another answer than this one, just checked."""
    assignment, _, name = task.partition("/")
    try:
        saved = cells(Path(os.environ["JPY_SESSION_NAME"]))
    except (KeyError, Unreadable):
        return False
    now = as_it_is(saved, source.rstrip(), _ran.get(source.rstrip(), ""))
    found = answers_of(now, assignment).answers.get(name, "").rstrip()
    return bool(now) and found != source.rstrip()


def as_it_is(saved: list[Cell], source: str, cell: str) -> list[Cell]:
    """Return the cells as they will be saved, with this source in its cell; none if it has none.

    A cell that has not been saved yet may stand anywhere: it is taken for the last.
    """
    if any(one.id == cell for one in saved if cell):
        return [replace(one, source=source) if one.id == cell else one for one in saved]
    if any((one.source or "").rstrip() == source for one in saved):
        return saved
    return [*saved, Cell("code", source)] if cell else []

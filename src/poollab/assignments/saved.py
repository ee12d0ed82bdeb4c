"""Holds the answer that a check has found in its kernel against the notebook as it is saved.

They may differ: a kernel knows which cell was run last, a file what stands where. JupyterLab says
which cell it runs, and where the notebook is; of others nothing is known but what they have saved.
"""

import os
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from poollab.assignments.answers import answers_of
from poollab.assignments.file import Unreadable
from poollab.assignments.notebook import Cell, cells

_ran: dict[str, tuple[str, float]] = {}
"""What was run last in each cell, by its id, and when: the latest at the end."""


def note_cell(info: Any) -> None:
    """Keep what is run in which cell: IPython calls this before each."""
    if info.cell_id:
        _ran.pop(info.cell_id, None)
        _ran[info.cell_id] = (info.raw_cell.rstrip(), time.time())


def another(task: str, source: str) -> bool:
    """Return whether marking the notebook would find another answer than this, just checked."""
    assignment, _, name = task.partition("/")
    try:
        path = Path(os.environ["JPY_SESSION_NAME"])
        when = path.stat().st_mtime
        saved = cells(path)
    except (KeyError, OSError, Unreadable):
        return False
    now = as_they_are(saved, when, source.rstrip())
    found = answers_of(now, assignment).answers.get(name, "")
    return bool(now) and found.rstrip() != source.rstrip()


def as_they_are(saved: Sequence[Cell], when: float, source: str) -> list[Cell]:
    """Return the cells as they would be saved now; none where nothing is known of this source.

    A cell that is newer than the file may stand anywhere: it is taken for the last.
    """
    ran = {name: text for name, (text, then) in _ran.items() if then > when}
    now = [replace(cell, source=ran.get(cell.id, cell.source)) for cell in saved]
    if source not in [(cell.source or "").rstrip() for cell in now]:
        if source not in [text for text, _ in _ran.values()]:
            return []
        if source in ran.values():
            now.append(Cell("code", source))
    return now

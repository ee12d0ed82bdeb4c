"""What a kernel has run of a notebook, and whether marking the notebook would find the same answer.

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
"""What was run last in each cell, by its id, and when."""
_ever: set[str] = set()
"""All that was run in these cells."""


def watch() -> None:
    """Have it noted from now on what is run in which cell; outside of a kernel do nothing."""
    if shell := _shell():
        shell.events.register("pre_run_cell", note)


def note(info: Any) -> None:
    """Note what is run in which cell, where that is known: IPython calls this before each."""
    if info.cell_id:
        source = info.raw_cell.rstrip()
        _ever.add(source)
        _ran[info.cell_id] = (source, time.time())


def history() -> list[str]:
    """Return the sources that were run in this kernel, in order; not those replaced since then."""
    shell = _shell()
    replaced = _ever - {source for source, _ in _ran.values()}
    ran = shell.history_manager.input_hist_raw if shell else []
    return [source for source in ran if source.rstrip() not in replaced]


def another(task: str, source: str) -> bool:
    """Return whether marking the notebook would find another answer than this, just checked."""
    assignment, _, name = task.partition("/")
    try:
        path = Path(os.environ["JPY_SESSION_NAME"]).resolve()
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
    newer = {name: text for name, (text, then) in _ran.items() if then > when}
    now = [replace(cell, source=newer.get(cell.id, cell.source)) for cell in saved]
    if source not in [(cell.source or "").rstrip() for cell in now]:
        if not _ran:
            return []
        if source in newer.values():
            now.append(Cell("code", source))
    return now


def _shell() -> Any:
    """Return the shell of this kernel; None outside of one."""
    from IPython import get_ipython

    return get_ipython()

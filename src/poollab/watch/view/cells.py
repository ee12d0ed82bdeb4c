"""Which cell shows which views, so that those of a cell that is run again can be closed."""

from typing import Any, Protocol

from IPython import get_ipython


class Closes(Protocol):
    """What a cell shows."""

    def close(self) -> None:
        """End it."""


_shown: dict[str, tuple[str, list[Closes]]] = {}


def shown_here(view: Closes) -> bool:
    """Note that the running cell shows a view; close what an earlier run of the cell showed.

    Returns whether somebody can be looking at it: outside a notebook, and where nobody tells the
    cell, as under nbconvert, nothing is closed either.
    """
    cell, run = _running()
    if cell is None:
        return False
    before, views = _shown.get(cell, ("", []))
    if before != run:
        for old in views:
            old.close()
        views = []
    _shown[cell] = (run, [*views, view])
    return True


def _running() -> tuple[str | None, str]:
    """Return the id of the running cell and that of this run."""
    shell: Any = get_ipython()
    if not hasattr(shell, "get_parent"):
        return None, ""
    parent = shell.get_parent() or {}
    run = parent.get("header", {}).get("msg_id", "")
    return parent.get("metadata", {}).get("cellId"), run

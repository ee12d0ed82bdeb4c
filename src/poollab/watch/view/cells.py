"""Which cell shows which views, so that those of a cell that is run again can be closed."""

from typing import Any, Protocol

from IPython import get_ipython


class Closes(Protocol):
    """What a cell shows."""

    def close(self) -> None:
        """End it."""


_shown: dict[str, tuple[str, list[Closes]]] = {}


def shown_here(view: Closes) -> None:
    """Note that the running cell shows a view; close what an earlier run of the cell showed.

    Outside a notebook, and where the front end does not tell the cell, nothing is closed.
    """
    cell, run = _running()
    if cell is None:
        return
    before, views = _shown.get(cell, ("", []))
    if before != run:
        for old in views:
            old.close()
        views = []
    _shown[cell] = (run, [*views, view])


def _running() -> tuple[str | None, str]:
    """Return the id of the running cell and that of this run."""
    shell: Any = get_ipython()
    if not hasattr(shell, "get_parent"):
        return None, ""
    parent = shell.get_parent() or {}
    run = parent.get("header", {}).get("msg_id", "")
    return parent.get("metadata", {}).get("cellId"), run

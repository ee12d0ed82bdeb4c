"""Sites as tests make them: with few recordings to play with, which are real all the same."""

from pathlib import Path
from typing import Any

import pytest

from poollab.publish.grid import page, positions, recording

START = {"query": "sleeps", "query_ms": 20, "clients": 6, "leaks": 0, "size": 4}


def few_recordings(patch: pytest.MonkeyPatch, folder: Path, **more: tuple[Any, ...]) -> None:
    """Have the grid at ``START`` alone, and where ``more`` says; it is kept in ``folder``."""
    for name, value in START.items():
        patch.setitem(positions.POSITIONS, name, more.get(name, (value,)))
    patch.setattr(page, "START", START)
    patch.setattr(page, "TRY", {})
    patch.setattr(recording, "KEPT", folder / "grid")

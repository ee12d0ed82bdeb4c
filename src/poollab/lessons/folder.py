"""A folder for the files that the cells of a lesson write."""

import atexit
import tempfile
import uuid
from functools import cache
from pathlib import Path

from poollab.postgres.guard import Guard


@cache
def folder() -> Path:
    """Return the folder; it goes with the kernel, and so does every process that works in it."""
    place = Path(tempfile.gettempdir()).resolve() / f"poollab-lesson-{uuid.uuid4().hex[:12]}"
    atexit.register(Guard("folders", folders=[str(place)]).close)
    place.mkdir(mode=0o700)
    return place

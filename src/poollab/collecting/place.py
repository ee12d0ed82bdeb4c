"""Puts a notebook into the folder of submissions, and loses nothing that is there already."""

import hashlib
import os
from datetime import datetime
from pathlib import Path

from poollab.assignments.file import Unreadable, content
from poollab.postgres.storage import writing

LAST = ".collected"
"""Beside a notebook: the digest of that which was put there last."""
TIME = "timestamp.txt"
ROOM = "see that the course's folder is yours and has room"


def place(raw: bytes, target: Path, moment: datetime | None) -> list[str]:
    """Put a notebook in its place; return what is worth saying of that. Raises PoolLabError.

    What is there already and differs makes room, under a name that says when. But if this very
    notebook was the last to be put there, then somebody has changed it since, and it stays so.
    ``moment`` is when it was handed in, if that is known.
    """
    folder, digest = target.parent, hashlib.sha256(raw).hexdigest().encode()
    if any(way.is_symlink() for way in (folder, folder.parent)):
        return [f"{folder} is a link, so nothing was put there: move it."]
    with writing(folder, ROOM):
        folder.mkdir(parents=True, exist_ok=True)
        is_there = os.path.lexists(target)
        if is_there and holds(folder / LAST, digest):
            is_same = holds(target, raw)
            return [] if is_same else [f"{target.name} was changed after it was collected: kept."]
        said = []
        if not is_there or not holds(target, raw):
            said = make_room(target)
            if moment:
                write(folder / TIME, moment.astimezone().isoformat(" ").encode())
            write(target, raw)
        write(folder / LAST, digest)
    return said


def holds(path: Path, raw: bytes) -> bool:
    """Return whether a file, and no link to one, holds just this."""
    try:
        return content(path) == raw
    except Unreadable:
        return False


def make_room(target: Path) -> list[str]:
    """Set aside what has a notebook's name, and its time; return what is to be said of it."""
    asides = [set_aside(one) for one in (target, target.with_name(TIME)) if os.path.lexists(one)]
    return [f"What was there before is kept as {one.name}." for one in asides[:1]]


def set_aside(path: Path) -> Path:
    """Rename a file so that nothing takes it for a notebook; return what it is now."""
    return path.rename(path.with_name(f"{path.name} kept {datetime.now():%Y-%m-%d %H.%M.%S.%f}"))


def write(path: Path, raw: bytes) -> None:
    """Write a file, never half to be seen."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(raw)
    fresh.replace(path)

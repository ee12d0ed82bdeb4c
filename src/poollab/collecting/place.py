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
            wanted = {target: raw}
            if moment:
                time = moment.astimezone().isoformat(" ").encode()
                wanted = {target.with_name(TIME): time, **wanted}
            # where there is no room for the new one, the old one has not been moved yet
            fresh = {path: written(path, text) for path, text in wanted.items()}
            said = make_room(target)
            for path, new in fresh.items():
                new.replace(path)
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
    written(path, raw).replace(path)


def written(path: Path, raw: bytes) -> Path:
    """Write what a file is to hold beside it; return where. Nothing is left where that fails."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_bytes(raw)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    return fresh

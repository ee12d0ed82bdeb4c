"""Brings the course of an image into a learner's folder, and loses nothing that was done there."""

import hashlib
import json
import shutil
from pathlib import Path

from poollab.assignments.renew import renew, set_aside
from poollab.errors import PoolLabError
from poollab.examiner.release import RELEASED, path_of
from poollab.postgres.storage import writing

DELIVERED = ".delivered.json"
"""In the learner's folder: the digest of each file as it was last brought."""
LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}
ROOM = "see that the volume or folder of the lab is yours and has room, and start it again"


def deliver(course: Path, folder: Path) -> list[str]:
    """Bring the files of ``course`` into ``folder``; return a line for each that needs one.

    A file that is as it was brought is replaced by a newer one. One that was changed stays as long
    as the course's is the same; then it is kept beside the new one. An exercise takes the answers
    along. A clone is left alone: git keeps that up to date. Raises PoolLabError when it can't.
    """
    if (folder / ".git").exists():
        return []
    with writing(folder, ROOM):
        folder.mkdir(parents=True, exist_ok=True)
        before, now = brought(folder), files(course)
        said = [line for name in ordered(now) for line in bring(course, folder, name, before)]
        for name in before.keys() - now.keys():
            if digest(folder / name) == before[name]:
                (folder / name).unlink()
        note(folder, now)
    return said


def files(course: Path) -> dict[str, str]:
    """Return the digest of each file of the course by its path in it."""
    return {
        path.relative_to(course).as_posix(): digest(path)
        for path in sorted(course.rglob("*"))
        if path.is_file() and not LEFT_OUT & set(path.parts)
    }


def ordered(names: dict[str, str]) -> list[str]:
    """Return the names, those of exercises first: they are held against the release before."""
    return sorted(names, key=lambda name: (not name.startswith("exercises/"), name))


def digest(path: Path) -> str:
    """Return the digest of a file; nothing when there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def brought(folder: Path) -> dict[str, str]:
    """Return what was brought before; nothing into a new folder, or when the note is damaged."""
    try:
        found = json.loads((folder / DELIVERED).read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return {str(name): str(seen) for name, seen in found.items()} if isinstance(found, dict) else {}


def note(folder: Path, names: dict[str, str]) -> None:
    """Write down what was brought, never half to be seen."""
    fresh = folder / f"{DELIVERED}.new"
    fresh.write_text(json.dumps(names, indent=0))
    fresh.replace(folder / DELIVERED)


def bring(course: Path, folder: Path, name: str, before: dict[str, str]) -> list[str]:
    """Bring one file; return the lines that are to be said of it."""
    new, mine = course / name, folder / name
    here = digest(mine)
    if here and before.get(name, "") == digest(new):
        return []  # nothing new, whatever was done to it
    if not here or here in (before.get(name), digest(new)):
        put(new, mine)
        return []
    if name.startswith("exercises/") and name.endswith(".ipynb"):
        old = path_of(mine.stem, folder / RELEASED.relative_to(RELEASED.parents[3]))
        if old.exists():
            return renew(mine, old, new)
    aside = set_aside(mine)
    put(new, mine)
    return [f"{name} is new; yours, which you had changed, is kept as {aside.name}."]


def put(new: Path, mine: Path) -> None:
    """Copy a file to its place, never half to be seen. Raises PoolLabError for a folder there."""
    if mine.is_dir():
        raise PoolLabError(f"{mine} is a folder, where a file of the course has to be: move it.")
    mine.parent.mkdir(parents=True, exist_ok=True)
    fresh = mine.with_name(f".{mine.name}.new")
    shutil.copyfile(new, fresh)
    fresh.replace(mine)

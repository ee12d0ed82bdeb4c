"""Collects what a class has handed in: one notebook for each student, in nbgrader's submitted/.

What is handed in may be a folder or a zip of a learning management system: ``names`` says which
are understood. Nothing of it is run, and no link in it is followed.
"""

import os
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from poollab.collecting.archive import opened
from poollab.collecting.filenames import is_notebook
from poollab.collecting.handed_in import HandedIn, Student
from poollab.collecting.ids import digest, first_and_last, shown
from poollab.collecting.pieces import Piece, by_student, newest, with_zipped
from poollab.collecting.place import ROOM, TIME, place
from poollab.errors import PoolLabError
from poollab.examiner.release import path_of
from poollab.postgres.storage import writing

SUBMITTED = "submitted"
NOTE = re.compile(r"Name: (.+) \(.*\)\s*")


def collect(where: Path, assignment: str, folder: Path, rule: str = "") -> list[HandedIn]:
    """Collect from ``where`` into the course's ``folder``; return the students, in order of ids.

    ``where`` is a folder or a zip of submissions, one notebook, or nbgrader's ``submitted/``, which
    stays as it is. ``rule`` finds the students in paths: see ``names``. Two runs with the same do
    what one does. Raises PoolLabError when ``where`` can't be read, or ``folder`` not written.
    """
    submitted = folder / SUBMITTED
    if where.resolve() in (submitted.resolve(), folder.resolve()):
        return handed_in(submitted, assignment)
    if not where.exists():
        raise PoolLabError(f"{where} is not there: name a folder, a zip or a notebook.")
    with opened(where) as files:
        pieces = by_student(files, assignment, rule)
        found = []
        for before, id in apart(pieces, submitted).items():
            target = submitted / id / assignment / path_of(assignment).name
            found.append(bring(pieces[before], id, assignment, target))
    if not found:
        raise PoolLabError(f"{where} has no submission in it: is it what the LMS handed out?")
    return sorted(found, key=lambda one: one.student.id)


def handed_in(submitted: Path, assignment: str) -> list[HandedIn]:
    """Return what is in nbgrader's folder already. Raises PoolLabError if that is nothing."""
    from poollab.assignments.examine import notebook_in

    found = []
    for folder in submitted.glob(f"[!.]*/{assignment}"):
        path = notebook_in(folder / path_of(assignment).name)
        others = [one.name for one in folder.glob("*") if is_notebook(one.name)]
        lost = len(others) > 1 and not os.path.lexists(path)
        remarks = (f"There are several notebooks, and none is {path.name}.",) if lost else ()
        found.append(HandedIn(Student(folder.parent.name), path, remarks))
    if not found:
        raise PoolLabError(f"{submitted} has no submission of {assignment}: name the LMS's zip.")
    return sorted(found, key=lambda one: one.student.id)


def apart(ids: Iterable[str], submitted: Path) -> dict[str, str]:
    """Return an id for each, so that no two have the same folder where case does not count."""
    there = {one.name for one in submitted.glob("*")}
    taken = {one.casefold() for one in there}
    made = {}
    for id in sorted(ids):
        is_free = id in there or id.casefold() not in taken
        made[id] = id if is_free else f"{id}-{digest(id)}"
        taken.add(id.casefold())
    return made


def bring(pieces: list[Piece], id: str, assignment: str, target: Path) -> HandedIn:
    """Put the notebook that counts of a student's files in its place."""
    odd = [one for one in pieces if one.file.is_odd]
    remarks = [f"Its name was {shown(one.file.name)}." for one in odd[:1]]
    if chosen := newest(with_zipped(pieces, remarks), assignment, remarks):
        piece, raw = chosen
        remarks += place(raw, target, piece.named.moment or noted(piece, pieces))
    else:
        names = ", ".join(one.name for one in pieces[:5])
        remarks.append(f"There is no notebook that can be read in what was handed in: {names}.")
        with writing(target.parent, ROOM):
            target.parent.mkdir(parents=True, exist_ok=True)
    return HandedIn(replace(known(pieces), id=id), target, tuple(remarks))


def noted(notebook: Piece, pieces: list[Piece]) -> datetime | None:
    """Return when a notebook was handed in, as nbgrader's file beside it says; None without one."""
    from nbgrader.utils import parse_utc

    place = (*notebook.file.parts[:-1], TIME)
    beside = [one for one in pieces if one.file.parts == place]
    try:
        found: datetime = parse_utc(beside[0].file.read()[:100].decode().strip())
        return found.replace(tzinfo=UTC)
    except Exception:  # without one, and of what is no time: no end of what dateutil raises
        return None


def known(pieces: list[Piece]) -> Student:
    """Return who handed these in; of Blackboard, what its note of the attempt says."""
    student = pieces[0].named.student
    for note in (one for one in pieces if one.named.is_note):
        try:
            said = NOTE.match(note.file.read()[:1000].decode("utf-8", "replace"))
        except PoolLabError:
            continue
        if said:
            first, last = first_and_last(said[1])
            return replace(student, first_name=first, last_name=last)
    return student

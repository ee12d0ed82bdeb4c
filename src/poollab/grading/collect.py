"""Collects what a class has handed in: one notebook for each student, in nbgrader's submitted/.

What is handed in may be a folder or a zip of a learning management system: ``names`` says which
are understood. Nothing of it is run, and no link in it is followed.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from poollab.assignments.answers import assignment_of
from poollab.assignments.file import Unreadable, parsed, text
from poollab.assignments.notebook import cells_of
from poollab.errors import PoolLabError
from poollab.examiner.release import path_of
from poollab.grading.archive import File, inside, opened
from poollab.grading.names import (
    Named, Names, copy_number, digest, first_and_last, is_hidden, is_notebook, shown,
)  # fmt: skip
from poollab.grading.place import ROOM, place
from poollab.grading.result import HandedIn, Student
from poollab.postgres.storage import writing

SUBMITTED = "submitted"
LOOKED = 2_000_000  # bytes of a notebook up to which is looked what it is of
TRIED = 10  # notebooks of one student that are looked into, to find the one that counts
ARCHIVES = (".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz")
NOTE = re.compile(r"Name: (.+) \(.*\)\s*")


@dataclass(frozen=True)
class Piece:
    """A file of a student; one from a zip in the zip is named by what that is named."""

    file: File
    named: Named
    within: tuple[int, ...] = ()
    """When the file was changed that is in the student's zip."""

    @property
    def order(self) -> tuple[object, ...]:
        """Return what is greater for what was handed in later."""
        moment, name = self.named.moment or datetime.min, self.file.parts[-1]
        second, place = self.file.time[:6], self.file.time[6:]
        return (moment, self.named.number, second, copy_number(name), place, self.within, name)

    @property
    def is_notebook(self) -> bool:
        """Return whether it may be the notebook."""
        return is_notebook(self.file.parts[-1]) and not is_hidden(self.file.parts)


def collect(where: Path, assignment: str, folder: Path, rule: str = "") -> list[HandedIn]:
    """Collect from ``where`` into the course's ``folder``; return the students, in order of ids.

    ``where`` is a folder or a zip of submissions, one notebook, or nbgrader's ``submitted/``, which
    stays as it is. ``rule`` finds the students in paths: see ``names``. Two runs with the same input
    do what one does. Raises PoolLabError when ``where`` can't be read, or ``folder`` not written.
    """
    submitted = folder / SUBMITTED
    if where.resolve() in (submitted.resolve(), folder.resolve()):
        return handed_in(submitted, assignment)
    if not where.exists():
        raise PoolLabError(f"{where} is not there: name a folder, a zip or a notebook.")
    with opened(where) as files:
        pieces = by_student(files, assignment, rule)
        ids = apart(list(pieces), submitted)
        found = []
        for before, id in ids.items():
            target = submitted / id / assignment / path_of(assignment).name
            found.append(bring(pieces[before], id, assignment, target))
    if not found:
        raise PoolLabError(f"{where} has no submission in it: see what it is that you have there.")
    return sorted(found, key=lambda one: one.student.id)


def handed_in(submitted: Path, assignment: str) -> list[HandedIn]:
    """Return what is in nbgrader's folder of submissions already."""
    from poollab.assignments.examine import notebook_in

    found = []
    for folder in sorted(submitted.glob(f"*/{assignment}")):
        path = notebook_in(folder / path_of(assignment).name)
        others = [one.name for one in folder.glob("*") if is_notebook(one.name)]
        lost = len(others) > 1 and not os.path.lexists(path)
        remarks = (f"There are several notebooks, and none is {path.name}.",) if lost else ()
        found.append(HandedIn(Student(folder.parent.name), path, remarks))
    if not found:
        raise PoolLabError(f"{submitted} has no submission of {assignment}: collect them first.")
    return found


def by_student(files: Sequence[File], assignment: str, rule: str = "") -> dict[str, list[Piece]]:
    """Return the files of each student, by ids. Raises PoolLabError for a rule that is none."""
    names = Names([file.parts for file in files], assignment, rule)
    found: dict[str, list[Piece]] = {}
    for file in files:
        if named := names.of(file.parts):
            found.setdefault(named.student.id, []).append(Piece(file, named))
    return found


def apart(ids: Sequence[str], submitted: Path) -> dict[str, str]:
    """Return an id for each, so that no two have the same folder where case does not count."""
    there = {one.name for one in submitted.glob("*")}
    made: dict[str, str] = {}
    for id in sorted(ids):
        taken = {one.casefold() for one in (*there, *made.values())}
        is_free = id in there or id.casefold() not in taken
        made[id] = id if is_free else f"{id}-{digest(id)}"
    return made


def bring(pieces: list[Piece], id: str, assignment: str, target: Path) -> HandedIn:
    """Put the notebook that counts of a student's files in its place."""
    student = replace(known(pieces), id=id)
    remarks = [f"Its name was {shown(one.file.name)}." for one in pieces if one.file.is_odd]
    notebooks = [one for one in with_zipped(pieces, remarks) if one.is_notebook]
    if chosen := newest(notebooks, assignment, remarks):
        piece, raw = chosen
        remarks += place(raw, target, piece.named.moment)
    else:
        names = ", ".join(shown(one.file.parts[-1]) for one in pieces[:5])
        remarks.append(f"There is no notebook that can be read in what was handed in: {names}.")
        with writing(target.parent, ROOM):
            target.parent.mkdir(parents=True, exist_ok=True)
    return HandedIn(student, target, tuple(remarks))


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


def with_zipped(pieces: list[Piece], remarks: list[str]) -> list[Piece]:
    """Return the files, and those in zips among them; note what can't be opened."""
    found = list(pieces)
    for piece in pieces:
        name = piece.file.parts[-1]
        if is_hidden(piece.file.parts):
            continue
        if name.lower().endswith(ARCHIVES):
            remarks.append(f"{shown(name)} is an archive: ask for the notebook in it.")
        if name.lower().endswith(".zip"):
            try:
                found += [in_zip(piece, one) for one in inside(piece.file.read())]
            except PoolLabError as reason:
                remarks.append(f"{shown(name)}: {reason}")
    return found


def in_zip(piece: Piece, one: File) -> Piece:
    """Return a file in a student's zip."""
    file = File(f"{piece.file.name}/{one.name}", piece.file.time, one.read)
    return Piece(file, piece.named, one.time)


def newest(
    notebooks: list[Piece], assignment: str, remarks: list[str]
) -> tuple[Piece, bytes] | None:
    """Return the notebook that counts, and what is in it; note what that has to do with others.

    It is the newest that can be read, and of another assignment only if all of them are.
    """
    found: tuple[Piece, bytes] | None = None
    for piece in sorted(notebooks, key=lambda one: one.order, reverse=True)[:TRIED]:
        try:
            raw = piece.file.read()
        except PoolLabError as reason:
            remarks.append(f"{shown(piece.file.parts[-1])}: {reason}")
            continue
        is_it = len(notebooks) == 1 or not is_other(raw, assignment)
        if is_it or not found:
            found = piece, raw
        if is_it:
            break
    if found and (len(notebooks) > 1 or found[0].within):
        remarks.append(which(found[0], len(notebooks)))
    return found


def which(piece: Piece, number: int) -> str:
    """Return a sentence on which notebook of so many counts."""
    name = shown(piece.file.parts[-1])
    place = f", in {shown(piece.file.name.partition('.zip')[0])}.zip" if piece.within else ""
    if number == 1:
        return f"The notebook was handed in as {name}{place}."
    return f"{number} notebooks were handed in; the newest counts: {name}{place}."


def is_other(raw: bytes, assignment: str) -> bool:
    """Return whether this is a notebook of another assignment; not of one too large for a look."""
    try:
        return len(raw) < LOOKED and assignment_of(cells_of(parsed(text(raw)))) not in (
            None, assignment,
        )  # fmt: skip
    except Unreadable:
        return False

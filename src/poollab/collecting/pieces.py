"""The files of each student, and which of them is the notebook that counts: the newest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from poollab.assignments.answers import assignment_of
from poollab.assignments.file import Unreadable, parsed, text
from poollab.assignments.notebook import cells_of
from poollab.collecting.archive import File, inside
from poollab.collecting.filenames import copy_number, is_hidden, is_notebook
from poollab.collecting.ids import shown
from poollab.collecting.named import Named
from poollab.collecting.names import Names
from poollab.errors import PoolLabError

TRIED = 10  # files of one student that are opened, to find the one that counts
LOOKED = 2_000_000  # bytes of a notebook up to which is looked what it is of
ARCHIVES = (".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz")


@dataclass(frozen=True)
class Piece:
    """A file of a student."""

    file: File
    named: Named
    """What its path says; that of the zip, if it was in one."""
    zip: str = ""
    """The name of the student's own zip that it was in."""
    within: tuple[int, ...] = ()
    """When it was changed, as that zip says."""

    @property
    def name(self) -> str:
        """Return the name of the file alone, as it may be shown."""
        return shown(self.file.parts[-1])

    @property
    def order(self) -> tuple[object, ...]:
        """Return what is greater for what was handed in later."""
        moment = self.named.moment or datetime.min
        second, place = self.file.time[:6], self.file.time[6:]
        copy = copy_number(self.file.parts[-1])
        return (moment, self.named.number, second, copy, place, self.within, self.file.name)

    @property
    def is_notebook(self) -> bool:
        """Return whether it may be the notebook."""
        return is_notebook(self.file.parts[-1]) and not is_hidden(self.file.parts)


def by_student(files: Sequence[File], assignment: str, rule: str = "") -> dict[str, list[Piece]]:
    """Return the files of each student, by ids. Raises PoolLabError for a rule that is none."""
    names = Names([file.parts for file in files], assignment, rule)
    found: dict[str, list[Piece]] = {}
    for file in files:
        if named := names.of(file.parts):
            found.setdefault(named.student.id, []).append(Piece(file, named))
    return found


def newest(
    pieces: Sequence[Piece], assignment: str, remarks: list[str]
) -> tuple[Piece, bytes] | None:
    """Return the notebook that counts, and what is in it; note what is to be said of that.

    It is the newest that can be read, and of another assignment only if all of them are.
    """
    notebooks = latest([one for one in pieces if one.is_notebook])
    found: tuple[Piece, bytes] | None = None
    for piece in notebooks[:TRIED]:
        try:
            raw = piece.file.read()
        except PoolLabError as reason:
            remarks.append(f"{piece.name}: {reason}")
            continue
        is_it = len(notebooks) == 1 or not is_other(raw, assignment)
        if is_it or not found:
            found = piece, raw
        if is_it:
            break
    if found and (len(notebooks) > 1 or found[0].zip):
        remarks.append(which(found[0], len(notebooks)))
    return found


def latest(pieces: list[Piece]) -> list[Piece]:
    """Return the files, the newest first."""
    return sorted(pieces, key=lambda one: one.order, reverse=True)


def which(piece: Piece, number: int) -> str:
    """Return a sentence on which notebook of so many counts."""
    name = f"{piece.name}, in {piece.zip}" if piece.zip else piece.name
    if number == 1:
        return f"The notebook was handed in as {name}."
    return f"{number} notebooks were handed in; the newest counts: {name}."


def is_other(raw: bytes, assignment: str) -> bool:
    """Return whether this is a notebook of another assignment; not of one too large for a look."""
    try:
        found = assignment_of(cells_of(parsed(text(raw)))) if len(raw) < LOOKED else None
    except Unreadable:
        return False
    return found not in (None, assignment)


def with_zipped(pieces: Sequence[Piece], remarks: list[str]) -> list[Piece]:
    """Return the files, and those in zips among them; note what can't be opened."""
    found = list(pieces)
    seen = latest([one for one in pieces if not is_hidden(one.file.parts)])
    for piece in [one for one in seen if one.name.lower().endswith(ARCHIVES)][:TRIED]:
        remarks.append(f"{piece.name} is an archive: ask for the notebook in it.")
    for piece in [one for one in seen if one.name.lower().endswith(".zip")][:TRIED]:
        try:
            found += [in_zip(piece, one) for one in inside(piece.file.read())]
        except PoolLabError as reason:
            remarks.append(f"{piece.name}: {reason}")
    return found


def in_zip(piece: Piece, one: File) -> Piece:
    """Return a file in a student's zip."""
    file = File(f"{piece.file.name}/{one.name}", piece.file.time, one.read)
    return Piece(file, piece.named, piece.name, one.time)

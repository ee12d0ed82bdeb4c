"""A table of the class as an LMS hands it out, with marks filled in; all else stays as it was."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from poollab.collecting.handed_in import Student
from poollab.errors import PoolLabError
from poollab.grading.result import Result
from poollab.plain import number, plain, some

Row = list[str]
KEPT = ("EX", "N/A")
"""What Canvas has in place of a mark: the student is excused, or need not do the assignment."""


@dataclass(frozen=True)
class Sheet:
    """A table, and how it was written: the separator, the ends of lines, a mark at its head."""

    path: Path
    header: Row
    rows: list[Row]
    separator: str
    ending: str
    encoding: str

    @property
    def name(self) -> str:
        """What its file is called."""
        return plain(self.path.name)

    @staticmethod
    def read(path: Path) -> "Sheet":
        """Read a table. Raises PoolLabError if it can't be read, or is none."""
        try:
            raw = path.read_bytes()
            text = raw.decode("utf-8-sig")
            separator = max(",;\t", key=text.partition("\n")[0].count)
            lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
            header, *rows = lines
        except OSError as error:
            raise PoolLabError(f"{path} can't be read: {error.strerror}.") from error
        except (ValueError, csv.Error) as error:  # not UTF-8, empty, or no CSV
            raise PoolLabError(f"{path} is no table: download it again from the LMS.") from error
        encoding = "utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8"
        ending = "\r\n" if b"\r\n" in raw else "\n"
        return Sheet(path, header, rows, separator, ending, encoding)

    def write(self, path: Path) -> None:
        """Write the table as it was written. Raises PoolLabError if that would be over itself."""
        if path.resolve() == self.path.resolve():
            raise PoolLabError(f"{path} is the roster: name another file for the marks.")
        with path.open("w", encoding=self.encoding, newline="") as file:
            lines = csv.writer(file, delimiter=self.separator, lineterminator=self.ending)
            lines.writerows([self.header, *self.rows])

    def column(self, fits: Callable[[str], bool], what: str) -> int:
        """Return the place of a column by its heading.

        Raises PoolLabError when there is none that fits, or more than one.
        """
        found = [place for place, heading in enumerate(self.header) if fits(heading.strip())]
        if len(found) != 1:
            there = some(self.header, 20)
            raise PoolLabError(
                f"{self.name} has {len(found) or 'no'} columns “{plain(what)}”: name the one for "
                f"the marks. There are: {there}."
            )
        return found[0]


@dataclass(frozen=True)
class Places:
    """Where in a row of a table things are."""

    mark: int
    id: Callable[[Row], str]
    """What the LMS calls the student of a row; empty if the row is none of a student."""
    most: Callable[[Row], float]
    """How many points a row's mark can have; 0 if the table does not say."""


def fill(
    sheet: Sheet, places: Places, results: list[Result], students: Mapping[str, Student]
) -> list[str]:
    """Fill in the marks, as parts of what the table says are all points; return what to say.

    Who is not found for certain gets none, and rows without a result stay as they were. Each
    result is of at least one task.
    """
    found = defaultdict(list)
    rows = rows_by_key(sheet.rows, places)
    for result in results:
        found[row_of(students.get(result.student, Student(result.student)), rows)].append(result)
    strangers = [result.student for result in found.pop(None, [])]
    twice = [one.student for here in found.values() if len(here) > 1 for one in here]
    marked = {at: here[0] for at, here in found.items() if at is not None and len(here) == 1}
    kept = [one.student for at, one in marked.items() if not enter(sheet.rows[at], places, one)]
    scaled = {most for at, one in marked.items() if (most := places.most(sheet.rows[at])) != one.of}
    return [
        *(f"Marks are scaled: all points are {number(most)} in {sheet.name}." for most in scaled
          if most),
        *said(strangers, f"not found in {sheet.name}, so without a mark there"),
        *said(twice, f"more than one for a row of {sheet.name}, so without a mark there"),
        *said(kept, f"excused in {sheet.name}, or need not do it: this is left so"),
    ]  # fmt: skip


def enter(row: Row, places: Places, result: Result) -> bool:
    """Enter a mark in its row; leave it, and return False, if the LMS wants none."""
    if row[places.mark].strip().upper() in KEPT:
        return False
    most = places.most(row) or result.of
    row[places.mark] = number(result.points * most / result.of)
    return True


def said(names: list[str], what: str) -> list[str]:
    """Return a sentence on these students, none if there are none."""
    return [f"{len(names)} {what}: {some(names)}."] if names else []


def rows_by_key(rows: list[Row], places: Places) -> dict[tuple[str, str], set[int]]:
    """Return the places of rows by all that may tell whose they are."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for at, row in enumerate(rows):
        if len(row) > places.mark and (its_id := places.id(row)):
            found["id", its_id].add(at)
            for text in row[: places.mark]:
                found["text", text.strip().casefold()].add(at)
                found["name", words(text)].add(at)
    return found


def row_of(student: Student, rows: Mapping[tuple[str, str], set[int]]) -> int | None:
    """Return the place of a student's row, if there is one for certain."""
    keys = [
        ("id", student.lms_id),
        ("text", student.email.strip().casefold()),
        ("text", student.id.strip().casefold()),
        ("name", words(f"{student.first_name} {student.last_name}")),
    ]
    found = next((rows[key] for key in keys if key[1] and key in rows), set())
    return next(iter(found)) if len(found) == 1 else None


def words(name: str) -> str:
    """Return the words of a name in a fixed order: “Doe, Jane” is “Jane Doe”."""
    return " ".join(sorted(re.findall(r"\w+", name.casefold())))


def amount(text: str) -> float:
    """Return a number as an LMS writes it, with a point or a comma; 0 where there is none."""
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return 0

"""A table of the class as an LMS hands it out, with marks filled in; all else stays as it was."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from poollab.collecting.handed_in import Student
from poollab.grading.result import Result
from poollab.grading.sheet import Row, Sheet
from poollab.plain import number, some

KEPT = ("EX", "N/A")
"""What Canvas has in place of a mark: the student is excused, or need not do the assignment."""


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

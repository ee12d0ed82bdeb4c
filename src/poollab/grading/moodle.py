"""Marks for Moodle, as its *Upload grading worksheet* takes them.

Its import was read. It looks for the columns “Identifier”, “Grade” and “Last modified (grade)” by
their names in the site's language, and refuses a table without one of them. It takes a mark of the
encoding at the beginning or none. It passes over an empty grade, and over a grade that is above
the assignment's, without a word; an empty comment takes the comment away that is there.
"""

import re
from collections.abc import Callable
from html import escape
from pathlib import Path

from poollab.collecting.handed_in import Student
from poollab.errors import PoolLabError
from poollab.grading.marks import Students, is_number, of_one, who, write
from poollab.grading.result import Result
from poollab.grading.roster import Places, fill, said
from poollab.grading.sheet import Row, Sheet, amount
from poollab.plain import cell, number, plain

FORMULA = re.compile(r";\s*([=+@-])")
HEADER = ["Identifier", "Full name", "Email address", "Grade", "Maximum Grade",
          "Last modified (grade)", "Feedback comments"]  # fmt: skip


def write_moodle(
    results: list[Result], students: Students, path: Path, roster: Path | None = None,
    column: str = "Grade",
) -> list[str]:  # fmt: skip
    """Write the table; return what is worth saying, a sentence each.

    With Moodle's own worksheet as ``roster`` the column of grades is filled in, and all else stays;
    ``column`` is its heading in the language of the site. Raises PoolLabError for results of
    several assignments, and for a roster that can't be used.
    """
    graded = of_one(results)
    if roster:
        sheet = Sheet.read(roster)
        mark = sheet.column(lambda heading: heading.casefold() == column.casefold(), column)
        places = Places(mark, participant, most_of(sheet, mark))
        words = fill(sheet, places, graded, students)
        sheet.write(path)
        return words
    known = [one for one in graded if is_number(who(one, students).lms_id)]
    write(path, [HEADER, *(row_for(one, who(one, students)) for one in known)])
    unknown = [one.student for one in graded if one not in known]
    return said(unknown, "without Moodle's number, so not in its table: give its worksheet")


def row_for(result: Result, student: Student) -> Row:
    """Return a row. When it was modified is unknown: so Moodle keeps what is newer, unless told."""
    full_name = f"{student.first_name} {student.last_name}".strip() or student.id
    return [
        f"Participant {student.lms_id}", cell(full_name), cell(student.email),
        number(result.points), number(result.of), "-", comment(result),
    ]  # fmt: skip


def comment(result: Result) -> str:
    """Return the sentences; a comment is HTML in Moodle.

    What a spreadsheet that splits at the ``;`` of ``&lt;`` would calculate, is written ``&#61;``.
    """
    html = "<br>".join(
        escape(plain(f"{one.task}: {number(one.points)} of {number(one.of)}. {one.sentence}"))
        for one in result.tasks
    )
    return FORMULA.sub(lambda found: f";&#{ord(found[1])};", html)


def participant(row: Row) -> str:
    """Return the number of a participant: “Participant 12”, in whatever language."""
    found = re.search(r"[0-9]+$", row[0].strip())
    return found[0] if found else ""


def most_of(sheet: Sheet, mark: int) -> Callable[[Row], float]:
    """Return how to find the most points of a row: they stand beside the grade.

    Raises PoolLabError where lines of words stand there: those of a scale.
    """
    if any("\n" in beside for row in sheet.rows for beside in row[mark + 1 : mark + 2]):
        raise PoolLabError(
            f"{sheet.name} has a scale for grades: give the assignment points in Moodle."
        )
    return lambda row: amount("".join(row[mark + 1 : mark + 2]))

"""Marks for Canvas, as the import of its gradebook takes them.

Its import was read. It looks at the first columns by their order, and knows a student by ID, else
by login, else by name. What it finds in the row “Points Possible” becomes the assignment's points.
It does not take a mark of the encoding before a quote, and an empty cell takes the mark away that
is there. An assignment that it does not know by its title, it offers to make.
"""

import re
from pathlib import Path

from poollab.collecting.handed_in import Student
from poollab.grading.marks import Students, is_number, of_one, who, write
from poollab.grading.result import Result
from poollab.grading.roster import Places, fill
from poollab.grading.sheet import Row, Sheet, amount
from poollab.plain import cell, number

HEADER = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
POINTS = "Points Possible"


def write_canvas(
    results: list[Result], students: Students, path: Path, roster: Path | None = None,
    column: str = "",
) -> list[str]:  # fmt: skip
    """Write the table; return what is worth saying, a sentence each.

    With the gradebook's own export as ``roster`` the assignment's column is filled in, and all else
    stays; ``column`` is what Canvas calls the assignment, if not as we do. Raises PoolLabError for
    results of several assignments, and for a roster that can't be used.
    """
    graded = of_one(results)
    title = column or results[0].assignment
    if roster:
        sheet = Sheet.read(roster)
        words = fill(sheet, places_in(sheet, title), graded, students)
        sheet.write(path)
        return words
    head = [f"    {POINTS}", "", "", "", "", *(number(one.of) for one in graded[:1])]
    rows = [row_for(one, who(one, students)) for one in graded]
    write(path, [[*HEADER, cell(title)], head, *rows])
    return []


def row_for(result: Result, student: Student) -> Row:
    """Return a row; with a number of Canvas's no login, which might be somebody else's."""
    known = is_number(student.lms_id)
    name = ", ".join(filter(None, (student.last_name, student.first_name))) or student.id
    return [
        cell(name), student.lms_id if known else "", "", "" if known else cell(student.id), "",
        number(result.points),
    ]  # fmt: skip


def places_in(sheet: Sheet, title: str) -> Places:
    """Return where things are in an export: headings of assignments end with their numbers."""
    heading = re.compile(rf"{re.escape(title)}( \([0-9]+\))?", re.IGNORECASE)
    mark = sheet.column(lambda one: bool(heading.fullmatch(one)), title)
    its_id = sheet.column(lambda one: one == "ID", "ID")
    heads = (row for row in sheet.rows if len(row) > mark and POINTS in row[0])
    most = next((amount(row[mark]) for row in heads), 0.0)
    return Places(mark, lambda row: id_in(row[its_id].strip()), lambda row: most)


def id_in(text: str) -> str:
    """Return a student's number; nothing for a row without one, which is of no student."""
    return text if is_number(text) else ""

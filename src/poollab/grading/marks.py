"""Marks for other programs: as JSON, and what the tables for an LMS have in common."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from poollab.collecting.handed_in import Student
from poollab.errors import PoolLabError
from poollab.grading.result import Result

Students = Mapping[str, Student]
"""All that is known of whom, by their ids."""
Alike = Mapping[str, Mapping[str, str]]
"""What an answer is alike, by student and task."""


def write_json(
    results: list[Result], students: Students, path: Path, alike: Alike | None = None
) -> None:
    """Write a row for each submission, and one for each task of it; ASCII, so harmless to print."""
    found = {
        "submissions": [submission(one, who(one, students)) for one in results],
        "tasks": [row for one in results for row in tasks(one, (alike or {}).get(one.student, {}))],
    }
    path.write_text(json.dumps(found, indent=1), encoding="utf-8")


def submission(result: Result, student: Student) -> dict[str, Any]:
    """Return what is said of a submission as a whole."""
    return {
        "student": result.student, "first_name": student.first_name,
        "last_name": student.last_name, "email": student.email, "lms_id": student.lms_id,
        "assignment": result.assignment, "points": result.points, "of": result.of,
        "seconds": round(sum(one.seconds for one in result.tasks), 3),
        "walled": result.walled, "remarks": list(result.remarks),
    }  # fmt: skip


def tasks(result: Result, alike: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what is said of each task."""
    whose = {"student": result.student, "assignment": result.assignment, "walled": result.walled}
    return [
        whose | {
            "task": one.task, "points": one.points, "of": one.of, "code": one.code,
            "sentence": one.sentence, "seconds": round(one.seconds, 3),
            "alike": alike.get(one.task, ""),
        } for one in result.tasks
    ]  # fmt: skip


def who(result: Result, students: Students) -> Student:
    """Return whose a result is; of an unknown student nothing is known but the id."""
    return students.get(result.student, Student(result.student))


def of_one(results: list[Result]) -> list[Result]:
    """Return the results of an assignment for a table; what has no tasks was never examined.

    Raises PoolLabError unless they are of one assignment.
    """
    found = sorted({one.assignment for one in results})
    if len(found) != 1:
        there = f"those of {', '.join(found)}" if found else "none"
        raise PoolLabError(f"A table for an LMS is of one assignment's results; here are {there}.")
    return [one for one in results if one.tasks]


def write(path: Path, rows: list[list[str]]) -> None:
    """Write a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def is_number(text: str) -> bool:
    """Return whether a text is a number of an LMS, in the figures 0 to 9."""
    return text.isascii() and text.isdecimal()

"""A rule of one's own for the names of files: a regular expression."""

import re

from poollab.collecting.filenames import Parts
from poollab.collecting.handed_in import Student
from poollab.collecting.ids import shown, student_id
from poollab.collecting.named import Named, moment
from poollab.errors import PoolLabError


def compiled(rule: str) -> re.Pattern[str]:
    """Return a rule of one's own, ready to be used. Raises PoolLabError."""
    try:
        made = re.compile(rule)
    except re.error as error:
        raise PoolLabError(f"The rule {rule} is no regular expression: {error}.") from error
    if "student_id" not in made.groupindex:
        raise PoolLabError(f"The rule {rule} finds no id: give it a group (?P<student_id>…).")
    return made


def by_rule(rule: re.Pattern[str], parts: Parts) -> Named | None:
    """Return what a rule of one's own finds."""
    found = rule.search("/".join(parts))
    if not found or not found["student_id"]:
        return None
    said = {name: text or "" for name, text in found.groupdict().items()}
    student = Student(
        student_id(said["student_id"]),
        *(shown(said.get(name, "")) for name in ("first_name", "last_name", "email", "lms_id")),
    )
    return Named(student, moment(said.get("timestamp", "")))

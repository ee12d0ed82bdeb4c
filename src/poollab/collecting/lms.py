"""The names that learning management systems give to what is handed in."""

import re
from collections.abc import Collection

from poollab.collecting.around import shared
from poollab.collecting.filenames import Parts
from poollab.collecting.handed_in import Student
from poollab.collecting.ids import first_and_last, numbered, shown, student_id
from poollab.collecting.named import Named, moment

MOODLE = re.compile(
    r"(?P<name>[^_]+)(_(?P<number>\d{1,18}))?_assignsubmission_[a-z\d]+(_.*)?", re.DOTALL
)
CANVAS = re.compile(
    r"((?!LATE_|anon_)(?P<name>\w+?)_)?(LATE_)?(?P<number>\d{1,18}|anon_[^_]+)"
    r"_((?P<order>\d{1,18})_.+|(text|link)\.html)",
    re.DOTALL,
)
BLACKBOARD = re.compile(
    r"(?P<head>.+?)_attempt_(?P<time>20\d\d(-\d\d){5})(_.+|(?P<note>\.txt)|)", re.DOTALL
)
ILIAS = re.compile(r"(?P<last>[^_]*)_(?P<first>[^_]*)_(?P<login>.+)_(?P<number>\d{1,18})")


def moodle(part: str) -> Named | None:
    """Return what a name of Moodle says."""
    found = MOODLE.fullmatch(part)
    if not found:
        return None
    name, number = found["name"], found["number"] or ""
    made = numbered(name, number) if number else student_id(name)
    return Named(Student(made, *first_and_last(name), lms_id=number))


def canvas(part: str) -> Named | None:
    """Return what a name of Canvas says; the number of the file grows with each that is sent."""
    found = CANVAS.fullmatch(part)
    if not found:
        return None
    name, number = found["name"] or "", found["number"]
    made = student_id(number.replace("_", "-")) if "_" in number else numbered(name, number)
    student = Student(made, last_name=shown(name), lms_id=number)
    return Named(student, number=int(found["order"] or 0))


def title(paths: Collection[Parts]) -> str:
    """Return the title with which Blackboard begins every name: a login may have a _ in it, too."""
    found = (BLACKBOARD.fullmatch(part) for parts in paths for part in parts)
    heads = [one["head"].split("_") for one in found if one]
    return "".join(f"{one}_" for words in heads[:1] for one in words[: shared(heads, rest=1)])


def blackboard(part: str, title: str) -> Named | None:
    """Return what a name of Blackboard says."""
    found = BLACKBOARD.fullmatch(part)
    if not found:
        return None
    login = found["head"].removeprefix(title) or found["head"]
    student = Student(student_id(login), lms_id=shown(login))
    return Named(student, moment(found["time"]), is_note=bool(found["note"]))


def ilias(folder: str) -> Named | None:
    """Return what the name of a folder of ILIAS says."""
    found = ILIAS.fullmatch(folder)
    if not found:
        return None
    number, names = found["number"], (shown(found["first"]), shown(found["last"]))
    return Named(Student(numbered(found["login"], number), *names, lms_id=number))

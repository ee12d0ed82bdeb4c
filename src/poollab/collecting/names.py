"""Whose a file is: read from the names under which learning management systems hand files out.

========== ============================================================= =======================
from       names that are understood                                     the student's id
========== ============================================================= =======================
Moodle     ``Ada Lovelace_12345_assignsubmission_file/any.ipynb``, also  ``ada-lovelace-12345``
           with ``_file_``; without folders ``…_file_any.ipynb``; in
           place of a name may be a group's, or ``Participant``
Canvas     ``lovelaceada_12345_678_any.ipynb``, with ``_LATE`` after the ``lovelaceada-12345``
           name; anonymous ``anon_AbC12_678_any.ipynb``                  ``anon-AbC12``
Blackboard ``Title_ada1815_attempt_2026-11-29-12-30-45_any.ipynb``       ``ada1815``
ILIAS      ``Lovelace_Ada_ada1815_4711/any.ipynb``, in other folders or  ``ada1815-4711``
           not, such as those of teams
yourself   ``ada.ipynb``, ``ada/any.ipynb``, ``ada/leaks/any.ipynb``     ``ada``
========== ============================================================= =======================

What follows ``_assignsubmission_`` is the same in every language. Moodle counts its
participants anew in each assignment, so a student of Moodle has an id for each of them, by which
two students of the same name are told apart; the other systems' numbers and logins stay.
Blackboard alone says in a name when something was handed in: the time in a zip of Moodle is that of
the download, and that in a file's own name is the student's to choose.

A rule of one's own, a regular expression, comes before all of these. It is searched in the path,
with ``/`` between folders; its named groups are ``student_id``, and if wanted ``first_name``,
``last_name``, ``email``, ``lms_id`` and ``timestamp``. What it does not fit is read as without it.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from poollab.assignments.mark import STUDENT
from poollab.collecting.filenames import NOTEBOOKS, Parts, is_hidden, is_notebook, is_of, stem
from poollab.collecting.handed_in import Student
from poollab.collecting.ids import first_and_last, numbered, shown, student_id
from poollab.errors import PoolLabError
from poollab.examiner.tasks import ASSIGNMENTS

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
TEAM = re.compile(r"[^\W\d_]+ \d+")
LISTS = (".csv", ".xls", ".xlsx", ".md", ".json", ".log", ".db", ".ini")
"""What lies beside the files of a class, if they are in no folders, and is no student's."""


@dataclass(frozen=True)
class Named:
    """What the path of a file says."""

    student: Student
    moment: datetime | None = None
    """When it was handed in, by the clock of the LMS, which is taken for that of this machine."""
    number: int = 0
    """That of the file, if the LMS numbers all that is sent to it, so the greater the later."""
    is_note: bool = False
    """Whether it is what Blackboard says of an attempt."""


class Names:
    """How the files of a class are named: some names can be read only when all are known."""

    def __init__(self, paths: Collection[Parts], assignment: str, rule: str = "") -> None:
        """Look at all paths. Raises PoolLabError for a rule that is none."""
        self.assignment = assignment
        self.rule = compiled(rule) if rule else None
        self.title = title(paths)
        seen = [one for one in paths if not is_hidden(one)]
        counted = [one for one in seen if one[-1].lower().endswith((*NOTEBOOKS, ".zip"))]
        self.around = around(counted or seen, assignment)
        folders = [one[:-1] for one in counted or seen]
        self.shared = shared(folders) if len(folders) > 1 else None

    def of(self, parts: Parts) -> Named | None:
        """Return what a path says; None if the file is no student's."""
        if self.rule and (found := by_rule(self.rule, parts)):
            return found
        near = self.near(parts)
        ways = (
            *map(moodle, parts),
            *(blackboard(one, self.title) or canvas(one) for one in (*near, parts[-1])),
            *map(ilias, near),
        )
        if found := next(filter(None, ways), None):
            return found
        start = min(self.around, len(parts) - 1)
        return None if is_hidden(parts) else plain(parts[start:], self.assignment)

    def near(self, parts: Parts) -> Parts:
        """Return the folders on a path that may be an LMS's of one student.

        One around several notebooks is of a class, whatever it is called. One within a student's is
        the student's; teams have folders around those of their members.
        """
        if self.shared is None:
            return parts[:-1]
        found = parts[:-1][self.shared : self.shared + 2]
        return found if found and TEAM.fullmatch(found[0]) else found[:1]


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


def shared(rows: Sequence[Sequence[str]], rest: int = 0) -> int:
    """Return with how many equal parts all begin, if ``rest`` parts are to be left of each."""
    least = min(map(len, rows), default=0) - rest
    return next((at for at in range(least) if len({row[at] for row in rows}) > 1), max(least, 0))


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


def around(paths: Collection[Parts], assignment: str) -> int:
    """Return how many folders there are around a whole class, as in the zip of a folder."""
    for depth in range(5):
        tops = {parts[depth] for parts in paths if len(parts) > depth + 1}
        inside = {parts[depth + 1 : depth + 3] for parts in paths}
        if len(tops) != 1 or () in inside or any(is_of(one[0], assignment) for one in inside):
            return depth
        if len(inside) == 1 and len(next(iter(inside))) == 1:
            return depth
    return 0


def plain(parts: Parts, assignment: str) -> Named | None:
    """Return what a path says that no LMS has made; None for a file that is no student's."""
    file = parts[-1]
    if len(parts) > 1:
        if len(parts) > 2 and parts[1] in ASSIGNMENTS and parts[1] != assignment:
            return None
        who = parts[0]
    elif is_of(file, assignment):
        who = STUDENT
    elif not is_notebook(file) and file.lower().endswith(LISTS):
        return None
    else:
        who = stem(file)
    names = first_and_last(who) if " " in who.strip() else ("", "")
    return Named(Student(student_id(who), *names))


def moment(text: str) -> datetime | None:
    """Return the time in a text, such as 2026-11-29-12-30-45; None if there is none.

    One before 2000 is none either: not every system can tell its zone.
    """
    try:
        found = datetime.strptime(re.sub(r"\D", "", text)[:14], "%Y%m%d%H%M%S")
    except ValueError:
        return None
    return found if 2000 <= found.year < 3000 else None

"""The hostile and damaged submissions of a class: how each is made, and what must come of it.

A hostile answer is a file in ``tests/hostile``, whose first lines say the verdict that it must get
and what came of it before there were pods. What is damaged is mostly a row of ``test_submission``.
"""

import os
import re
import stat
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from answer_set import Answer
from test_assignments import cell_of, submission
from test_submission import (
    FIRST,
    ONE_LOST,
    READABLE,
    ROUND,
    SECOND,
    SOLVED,
    UNREADABLE,
    Bytes,
    first_cell,
    hand_in,
)  # fmt: skip

from poollab.assignments.file import LARGEST, REASONS
from poollab.collecting.ids import slug
from poollab.examiner import tasks
from poollab.examiner.release import path_of

ASSIGNMENT = "leaks"
HOSTILE = Path(__file__).with_name("hostile")
NOT_TRIED = "not tried"
WORTH = {task.name: task.points for task in tasks.of(ASSIGNMENT)}
ONE, BOTH = WORTH[FIRST], WORTH[FIRST] + WORTH[SECOND]
Make = Callable[[Path], object]
"""Hands in, into a student's folder for the assignment."""
GOOD = ("000-first", "zzz-last")
"""Students with two right answers and a wrong one, before and after all others."""


@dataclass(frozen=True)
class Case:
    """A submission, and what must come of it."""

    name: str
    make: Make
    points: float
    """Of the whole submission."""
    code: str
    """A pattern of the code of the first task: a busy machine may be too slow for who computes."""
    sentence: str
    """A pattern that is in the sentence on the first task."""
    before: str
    """What came of it on 2026-11-29, or of its like."""
    id: str = ""
    """The student's id, if the name won't do."""

    @property
    def student(self) -> str:
        """Return the student's id."""
        return self.id or slug(self.name)


def attack(path: Path) -> Case:
    """Return the case of a hostile answer."""
    answer = Answer(path)
    said = dict(re.findall("^# (before|code): (.+)$", answer.source, re.MULTILINE))
    return Case(
        path.stem.replace("_", " "), lambda folder: answered(folder, answer.source), answer.points,
        said.get("code", "right" if answer.is_right else "wrong"), answer.sentence, said["before"],
    )  # fmt: skip


def answered(folder: Path, source: str) -> None:
    """Hand in a notebook with this answer to the first task, the others as they came."""

    def change(notebook: object) -> None:
        cell_of(notebook, FIRST).source = source

    submission(ASSIGNMENT, 0, folder / "leaks.ipynb", change)


def damaged(kind: str, damage: Bytes, points: float, code: str, before: str) -> Case:
    """Return the case of a notebook with two right answers after this was done to its file."""
    sentence = re.escape(REASONS[code]) if code in REASONS else "^Right:"
    return Case(kind, lambda folder: hand_in(folder, damage), points, code, sentence, before)


NO_SCORE = "no score, no feedback; exported as 0.0"
ALL_LOST = "every answer lost"
NO_ROW = "no row; exported as 0.0"
ABSENT = "0; 'there is no function' for each task"
BEFORE = {
    NO_SCORE: {
        "UTF-16, little", "UTF-16, big", "UTF-16, no mark", "version as text", "version 5",
        "version 3", "empty", "truncated", "NULs", "a web page", "Latin-1", "a zip", "a merge",
        "a script", "a list", "cells a dict", "folder",
    },
    ALL_LOST: {"byte order mark", "no metadata", "null metadata", "null source",
               "a lone surrogate"},
    NO_ROW: {"900 levels", "a number for a source", "careless", "nothing"},
    ABSENT: {"metadata of cells lost", "another assignment"},
    "that answer lost": {"grade_id a list"},
    "0, though its check gave 3 of 3": {"retyped to raw", "retyped to Markdown", "moved"},
    "no mark": {"pipe"},
    "the file behind it is marked, and copied into feedback": {"link"},
}  # fmt: skip


def before(kind: str) -> str:
    """Return what came of a kind of damage before."""
    return next((said for said, kinds in BEFORE.items() if kind in kinds), NOT_TRIED)


def of_round(student: str) -> Case:
    """Return the case of a folder in ``test_submission``."""
    make, points, code = ROUND[student]
    sentence = re.escape(REASONS[code]) if code else "^Right:"
    return Case(student, make, points, code or "right", sentence, before(student))


def as_it_came(folder: Path) -> None:
    """Hand in what was handed out."""
    submission(ASSIGNMENT, 0, folder / "leaks.ipynb")


def link_to_neighbour(folder: Path) -> None:
    """Hand in a link to what somebody else has handed in."""
    (folder / "leaks.ipynb").symlink_to(Path("..", "..", GOOD[0], ASSIGNMENT, "leaks.ipynb"))


def folder_of_neighbour(folder: Path) -> None:
    """Hand in a link to somebody else's folder."""
    folder.rmdir()
    folder.symlink_to(Path("..", GOOD[0], ASSIGNMENT))


def late(time: str) -> Make:
    """Return how somebody hands in at this time."""

    def make(folder: Path) -> None:
        hand_in(folder)
        (folder / "timestamp.txt").write_text(time, encoding="utf-8")

    return make


def device(folder: Path) -> None:
    """Hand in a device that never ends; a link to one, if this account can make none."""
    try:
        os.mknod(folder / "leaks.ipynb", 0o666 | stat.S_IFCHR, os.makedev(1, 5))
    except PermissionError:
        os.mkfifo(folder / "leaks.ipynb")


NUL = first_cell(source=f"x = 1\n# \0\n{SOLVED[FIRST]}")
LONG = first_cell(source="#" * (LARGEST - 1_000_000))
OUTPUT = first_cell(outputs=[{"output_type": "stream", "name": "stdout", "text": "x" * 50_000_000}])
OUT = "poollab-out.ipynb"
FORMULA = '=HYPERLINK("http:192.0.2.1","x")'
OTHERS = [
    damaged("50 MB of output", OUTPUT, 0, "large", NOT_TRIED),
    damaged("19 MB in a cell", LONG, WORTH[SECOND], "long", NOT_TRIED),
    Case("a NUL character in the answer", lambda folder: hand_in(folder, NUL),
         WORTH[SECOND], "wrong", "line 2 has a NUL character in it", "0: 'line None is no Python'"),
    Case("a link to a neighbour", link_to_neighbour, 0, "link", re.escape(REASONS["link"]),
         "the neighbour's points"),
    Case("a folder that is a link", folder_of_neighbour, 0, "link", re.escape(REASONS["link"]),
         "the neighbour's points"),
    Case("a device", device, 0, "special", re.escape(REASONS["special"]), NOT_TRIED),
    Case("a clock that went backwards", late("1901-12-13 20:45:52 UTC"), BOTH, "right", "^Right:",
         NOT_TRIED),
    Case("an id that is a formula", as_it_came, 0, "stub", ".", NOT_TRIED,
         id=FORMULA),
    Case("an id that turns the line", as_it_came, 0, "stub", ".", NOT_TRIED,
         id="ada\u202e\u2066\x1b[31m<script>alert(2)<"),
]  # fmt: skip


def in_zip(archive: zipfile.ZipFile) -> list[Case]:
    """Put files into what an LMS hands out; return what must become of them."""
    archive.writestr(f"zip-way-out/{'../' * 8}{OUT}", path_of(ASSIGNMENT).read_bytes())
    archive.writestr("zip-bomb/leaks.ipynb", bytes(5 * LARGEST))
    link = zipfile.ZipInfo("zip-link/leaks.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(link, f"../../{GOOD[0]}/leaks/leaks.ipynb")
    missing = re.escape(REASONS["missing"])
    return [
        Case("zip-way-out", as_it_came, 0, "stub", ".", NOT_TRIED),
        Case("zip-bomb", as_it_came, 0, "missing", missing, "contained"),
        Case("zip-link", as_it_came, 0, "missing", missing, NOT_TRIED),
    ]


ATTACKS = [attack(path) for path in sorted(HOSTILE.rglob("*.py"))]
DAMAGED = [
    *(damaged(kind, damage, BOTH, "right", before(kind)) for kind, damage in READABLE.items()),
    *(damaged(kind, damage, 0, code, before(kind)) for kind, (damage, code) in UNREADABLE.items()),
    *(damaged(kind, damage, WORTH[SECOND], code, before(kind))
      for kind, (damage, code) in ONE_LOST.items()),
    *(of_round(one) for one in ("moved", "careless", "folder", "pipe", "link", "nothing")),
    *OTHERS,
]  # fmt: skip

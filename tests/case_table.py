"""Grades hostile and damaged submissions as one class, and sets what came of each beside before.

Run as a program it prints the table, and fails if a case is not as it should be: ``make cases``.
"""

import argparse
import contextlib
import hashlib
import io
import json
import re
import shutil
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from cases import ASSIGNMENT, ATTACKS, DAMAGED, GOOD, Case, in_zip
from composing import build
from test_assignments import cell_of, submission
from test_submission import FIRST, SECOND

from poollab.assignments.results import TaskResult
from poollab.collecting.collect import collect
from poollab.environment import ROOT
from poollab.examiner import tasks
from poollab.grading.command import report
from poollab.grading.result import Result
from poollab.plain import plain

THIRD = tasks.of(ASSIGNMENT)[2].name
WRONG = f"def {THIRD}(dsn):\n    return shop(dsn)\n"


@dataclass
class Graded:
    """A class of cases after its run."""

    course: Path
    cases: list[Case]
    status: int = 0
    """What the run returned."""
    said: str = ""
    """What it printed."""
    results: dict[str, list[Result]] = field(default_factory=dict)
    """What the journal has, by student."""
    seconds: float = 0.0
    is_kept: bool = False
    """Whether what was handed in, and the course's own files, are as they were."""

    @property
    def out(self) -> Path:
        """Return where marks and feedback are."""
        return self.course / "graded" / ASSIGNMENT

    def row(self, student: str) -> Result:
        """Return the one row of a student."""
        (found,) = self.results.get(student, [])
        return found

    def first(self, student: str) -> TaskResult:
        """Return what was found of a student's first task."""
        return self.row(student).tasks[0]

    def amiss(self, case: Case) -> str:
        """Return what is not as it should be, or nothing."""
        rows = self.results.get(case.student, [])
        if len(rows) != 1:
            return f"{len(rows)} rows"
        found, first = rows[0], self.first(case.student)
        if found.points != case.points or not re.fullmatch(case.code, first.code):
            return f"not {case.points:g} and {case.code}: {first.sentence}"
        is_said = re.search(case.sentence, first.sentence)
        return "" if is_said else f"{case.sentence!r} is not in: {first.sentence}"

    def good(self) -> list[dict[str, tuple[float, str]]]:
        """Return points and codes of the good students, of the tasks that they have answered."""
        return [
            {task.task: (task.points, task.code) for task in self.row(one).tasks
             if task.code != "stub"}
            for one in GOOD
        ]  # fmt: skip


HEAD = "^Your answer can't be tried: (the cell does not run: |calling it fails: )?(RuntimeError: )?"
WORKSHEET = f"Identifier,Full name,Grade,Maximum Grade\nParticipant 1,{GOOD[0]},,30\n"
GOOD_MARKS = {FIRST: (3, "right"), SECOND: (3, "right"), THIRD: (0, "wrong")}


def hand_in_good(folder: Path) -> None:
    """Hand in what a good student has."""

    def change(notebook: object) -> None:
        cell_of(notebook, THIRD).source = WRONG

    submission(ASSIGNMENT, 2, folder / "leaks.ipynb", change)


def graded(course: Path, cases: list[Case]) -> Graded:
    """Hand in these cases between two good students, some of them in a zip; grade the class."""
    shutil.copytree(ROOT / "solutions" / ASSIGNMENT, course / "solutions" / ASSIGNMENT)
    found = Graded(course, [*cases, *handed_out(course)])
    hand_in_all(course, cases)
    roster = course / "worksheet.csv"
    roster.write_text(WORKSHEET, encoding="utf-8")
    before, began, said = contents(course), time.monotonic(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        found.status = report([ASSIGNMENT, "--course", str(course), "--roster", str(roster)])
    found.seconds, found.said = time.monotonic() - began, said.getvalue()
    found.is_kept = before.items() <= contents(course).items()
    for line in (found.out / "results.jsonl").read_text(encoding="utf-8").splitlines():
        one = Result.from_json(json.loads(line))
        found.results.setdefault(one.student, []).append(one)
    return found


def hand_in_all(course: Path, cases: list[Case]) -> None:
    """Hand in these cases, and what good students have."""
    makers = dict.fromkeys(GOOD, hand_in_good) | {one.student: one.make for one in cases}
    for student, make in makers.items():
        folder = course / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        make(folder)


def contents(course: Path) -> dict[Path, bytes]:
    """Return the digests of the files in a course."""
    files = (path for path in course.rglob("*") if path.is_file() and not path.is_symlink())
    return {path: hashlib.sha256(path.read_bytes()).digest() for path in files}


def handed_out(course: Path) -> list[Case]:
    """Have a zip of an LMS collected into a course; return the cases in it."""
    path = course / "class.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        found = in_zip(archive)
    collect(path, ASSIGNMENT, course)
    return found


def table(found: Graded) -> list[str]:
    """Return a line for each case."""
    lines = []
    for case in found.cases:
        amiss = found.amiss(case)
        rows = found.results.get(case.student, [])
        first = found.first(case.student) if len(rows) == 1 else None
        points = f"{found.row(case.student).points:g}" if first else "?"
        code, sentence = (first.code, plain(shorter(first.sentence), 60)) if first else ("?", "")
        lines.append(
            f"{plain(case.name, 40):<40} | {points:>2} | {code:<9} | {sentence:<60} | {case.before}"
            + (f" | NOT AS IT SHOULD BE: {plain(amiss)}" if amiss else "")
        )
    return lines


def shorter(sentence: str) -> str:
    """Return a sentence without the words with which those on hostile answers begin."""
    return re.sub(HEAD, "", sentence)


def main() -> int:
    """Print the table. Returns 1 if a case, or a neighbour's mark, is not as it should be."""
    parser = argparse.ArgumentParser(prog="make cases", description=__doc__)
    parser.add_argument("words", nargs="*", help="parts of the names of cases; without, all")
    words = parser.parse_args().words
    build("seat")
    build("answer")
    cases = [
        one for one in [*ATTACKS, *DAMAGED] if not words or any(word in one.name for word in words)
    ]
    with tempfile.TemporaryDirectory(prefix="poollab-cases-") as folder:
        found = graded(Path(folder), cases)
        print("case | points | code | sentence | before", *table(found), sep="\n")
    amiss = sum(bool(found.amiss(case)) for case in found.cases)
    harmed = found.good() != [GOOD_MARKS] * len(GOOD)
    print(
        f"{len(found.cases)} cases in {found.seconds:.0f} s: {amiss} not as they should be. "
        f"The two neighbours' marks are {'NOT ' * harmed}theirs."
    )
    if found.status:
        print(found.said)
    return int(bool(amiss) or harmed or bool(found.status))


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())

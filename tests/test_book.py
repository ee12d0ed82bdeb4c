"""What the gradebook alone knows: names of an earlier run, and what somebody has given by hand."""

import csv
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from test_grade import ASSIGNMENT, hand_in

from poollab.environment import ROOT
from poollab.examiner import tasks
from poollab.grading.command import report

ADA = "ada-lovelace-4711"
TASK = tasks.of(ASSIGNMENT)[0]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with a submission from Moodle in which nothing is to be examined, graded."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "solutions" / ASSIGNMENT, folder / "solutions" / ASSIGNMENT)
    with zipfile.ZipFile(folder / "moodle.zip", "w") as made:
        path = hand_in(folder / "sent", "ada")
        made.write(path, f"Ada Lovelace_4711_assignsubmission_file/{path.name}")
    graded(folder, str(folder / "moodle.zip"))
    return folder


@pytest.fixture
def course(once: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(once, tmp_path, dirs_exist_ok=True)


def graded(course: Path, *words: str) -> None:
    assert report([ASSIGNMENT, *words, "--course", str(course), "--trusted"]) == 0


def row(course: Path) -> dict[str, str]:
    """Return the one row of Moodle's table."""
    with (course / "graded" / ASSIGNMENT / "moodle.csv").open(encoding="utf-8") as lines:
        (found,) = csv.DictReader(lines)
    return found


def test_a_run_without_the_zip_knows_names_and_numbers(course: Path) -> None:
    before = row(course)
    graded(course)
    assert row(course) == before
    assert (before["Identifier"], before["Full name"]) == ("Participant 4711", "Ada Lovelace")
    page = course / "graded" / ASSIGNMENT / "feedback" / f"{ADA}.html"
    assert "Ada Lovelace" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("manual", "extra", "code", "again"),
    [
        (1.5, None, "part", []),
        (1.5, None, "part", ["--again"]),
        (0, None, "wrong", []),
        (TASK.points, 1, "right", []),
        (None, 1, "part", []),
        (None, None, "stub", []),
    ],
)
def test_what_was_given_by_hand_is_handed_on(
    manual: float | None, extra: float | None, code: str, again: list[str], course: Path
) -> None:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        there = book.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, ADA)
        (grade,) = (one for one in there.grades if one.name == f"{TASK.name}-check")
        (comment,) = (one for one in there.comments if one.name == TASK.name)
        grade.manual_score, grade.extra_credit = manual, extra
        comment.manual_comment = "See me <b>.\nNow."
        book.db.commit()
    graded(course, *again)
    points = (manual or 0) + (extra or 0)
    assert float(row(course)["Grade"]) == points
    said = json.loads((course / "graded" / ASSIGNMENT / "marks.json").read_text())["tasks"][0]
    assert (said["points"], said["code"]) == (points, code)
    assert said["sentence"].endswith("Comment: See me <b>.\nNow.")
    assert ("given by hand" in said["sentence"]) == (code != "stub")
    lines = (course / "graded" / ASSIGNMENT / "results.jsonl").read_text().splitlines()
    assert not json.loads(lines[-1])["tasks"][0]["points"]  # there is what the examiner found

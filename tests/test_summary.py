"""What is said of a graded class at the end, and its picture."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from poollab.assignments.results import TaskResult
from poollab.errors import PoolLabError
from poollab.grading.picture import bins, picture
from poollab.grading.result import Result
from poollab.grading.summary import summary

HOSTILE = "\x1b[2J\x1b]0;mine\x07 \u202egnp\u2069 \r\n\n  Look at these:\x00"


def graded(student: str, *tasks: tuple[float, str, str], seconds: float = 1.0) -> Result:
    """Return a result with tasks of ten points: their points, reason code and sentence."""
    found = [
        TaskResult(f"task_{at}", points, 10, code, sentence, seconds)
        for at, (points, code, sentence) in enumerate(tasks)
    ]
    return Result(student, "leaks", tuple(found), walled=True)


RIGHT = (10.0, "right", "Right.")
WRONG = (0.0, "wrong", "expected 3, seen 0")
STUB = (0.0, "stub", "Not attempted yet.")
EMPTY = (0.0, "empty", "The file is empty.")
CLASS = [
    graded("anna", RIGHT, RIGHT),
    graded("bob", RIGHT, WRONG, seconds=4.25),
    graded("cleo", (4, "part", "one of two"), WRONG),
    graded("dan", STUB, STUB, seconds=0),
    graded("eve", EMPTY, EMPTY, seconds=0),
    graded("fay", (0, "slow", "The answer was given up."), RIGHT),
]


def test_a_summary_says_how_many_what_they_got_and_how_long_it_took() -> None:
    head = summary(CLASS).split("\n\n")[0]
    assert head.splitlines() == [
        "leaks: 6 submissions",
        "  4 with answers, 1 as it came, 1 that can't be read",
        "  points of those with answers: 4 to 20 of 20, median 10",
        "  seconds a submission: median 2.0, most 8.5 (bob)",
    ]


def test_a_summary_says_which_tasks_most_people_missed_and_why() -> None:
    extra = graded("gil", RIGHT, (0, "wrong", "something else"))
    lines = summary([*CLASS, extra]).split("\n\n")[1].splitlines()
    assert lines == [
        "Tasks, the hardest first:",
        "  task_1: 2 right, 0 in part, 3 missed; most often (2): expected 3, seen 0",
        "  task_0: 3 right, 1 in part, 1 missed; most often (1): one of two",
    ]


def test_a_summary_says_whom_to_look_at_once_each() -> None:
    lines = summary(CLASS).split("\n\n")[2].splitlines()
    assert lines == [
        "Look at these:",
        "  eve: The file is empty. (empty)",
        "  fay: task_0: The answer was given up. (slow)",
    ]


def test_a_summary_says_who_was_not_walled_off_and_who_is_alike() -> None:
    trusted = [Result(one.student, "leaks", one.tasks, walled=False) for one in CLASS[:2]]
    alike = {"bob": {"task_0": "the answer of anna", "task_1": "the answer of anna"}}
    said = summary(trusted, alike)
    assert "  2 submissions without the wall: in a trusted run" in said.splitlines()
    assert said.endswith("hang on it):\n  bob: the answer of anna (task_0, task_1)")
    assert "wall" not in summary(CLASS)
    assert "Alike" not in summary(CLASS)


def test_a_summary_of_two_assignments_keeps_them_apart() -> None:
    other = Result("anna", "sizing", CLASS[0].tasks, walled=True)
    said = summary([*CLASS, other])
    assert re.findall("^[a-z]+: .*", said, re.MULTILINE) == [
        "leaks: 6 submissions", "sizing: 1 submission"
    ]  # fmt: skip


def test_a_summary_of_nothing_says_so() -> None:
    assert summary([]) == "Nothing is graded."


def test_a_summary_of_a_class_of_damaged_files_does_not_fill_the_screen() -> None:
    said = summary([graded(f"student{at}", EMPTY) for at in range(200)])
    assert len(said.splitlines()) < 40
    assert "  and 180 more" in said.splitlines()


def test_what_students_write_does_nothing_to_a_terminal() -> None:
    hostile = [
        Result(HOSTILE, "leaks", (TaskResult(HOSTILE, 0, 10, code, HOSTILE),), True, "", (HOSTILE,))
        for code in ("wrong", "broken", "empty")
    ]
    said = summary(hostile, {HOSTILE: {HOSTILE: f"the answer of {HOSTILE}"}})
    assert all(char.isprintable() for char in said.replace("\n", ""))
    assert said.splitlines().count("Look at these:") == 1


@pytest.mark.parametrize(
    ("points", "of", "found"),
    [
        ([0, 2.5, 3, 29.5, 30], 30, {"0\u20132": 2, "3\u20135": 1, "27\u201329": 1, "30": 1}),
        ([0, 1, 1.5, 7], 7, {"0": 1, "1": 2, "7": 1}),
        ([25, 24], 25, {"24\u201325": 2}),
        ([0.5], 0.5, {"0": 1}),
        ([12.5, 12], 12.5, {"12": 2}),
    ],
)
def test_every_submission_is_in_a_column(
    points: list[float], of: float, found: dict[str, int]
) -> None:
    made = bins(points, of)
    assert {label: count for label, count in made.items() if count} == found
    assert len(made) <= 11


def test_the_picture_is_an_image_and_words(tmp_path: Path) -> None:
    made = picture(CLASS, tmp_path / "points.png")
    assert made.title == "leaks: half of 5 submissions have 10 of 20 points or more"
    assert made.text.startswith("0\u20131: 1; 2\u20133: 0; 4\u20135: 1;")
    assert made.alt == f"Column chart: {made.title}"
    with Image.open(io.BytesIO((tmp_path / "points.png").read_bytes())) as image:
        assert image.format == "PNG"
        assert image.width > 1200


def test_there_is_no_picture_of_what_could_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(PoolLabError, match="no submission could be read"):
        picture([CLASS[4]], tmp_path / "points.png")
    assert not (tmp_path / "points.png").exists()

"""A class graded: in pods, many at once, beside nbgrader's autograde without a wall, one by one."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from bench.a_class import Points, hand_in
from bench.rounds import Part, Rounds
from bench.tables import NO_TARGET, at_least, at_most, middle, ratios, spread, table
from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.pod import images
from poollab.postgres import engine

ASSIGNMENT, CLASS = "leaks", 40
FASTER, FLAT = 6, 1.2  # times
LIMIT = 3600  # seconds a run may take


def graded(number: int, *words: str) -> float:
    """Grade a new class; return the submissions a minute. Raises PoolLabError for a wrong mark."""
    with tempfile.TemporaryDirectory(prefix="poollab-bench-") as made:
        course = Path(made)
        expected = set_up(course, number)
        began = time.perf_counter()
        run(ROOT, "-m", "poollab", "grade", ASSIGNMENT, "--course", made, *words)
        took = time.perf_counter() - began
        check(expected, course)
    return 60 * number / took


def by_nbgrader(number: int) -> float:
    """Grade a new class with nbgrader's command; return the submissions a minute."""
    with tempfile.TemporaryDirectory(prefix="poollab-bench-") as made:
        course = Path(made)
        set_up(course, number)
        began = time.perf_counter()
        run(course, "-m", "nbgrader", "autograde", ASSIGNMENT, "--Examine.trusted=True")
        return 60 * number / (time.perf_counter() - began)


def set_up(course: Path, number: int) -> dict[str, Points]:
    """Make a course with a class that has handed in; return the points that each must get."""
    shutil.copytree(ROOT / "solutions" / ASSIGNMENT, course / "solutions" / ASSIGNMENT)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    return hand_in(course, ASSIGNMENT, number)


def run(folder: Path, *words: str) -> None:
    """Run Python; what it says is shown only when it fails."""
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, text=True, timeout=LIMIT,
        env=os.environ | {"POOLLAB_POSTGRES": "embedded"}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode:
        raise PoolLabError((done.stdout + done.stderr).strip().splitlines()[-1])


def check(expected: dict[str, Points], course: Path) -> None:
    """See that each has the points that are known. Raises PoolLabError."""
    path = course / "graded" / ASSIGNMENT / "results.jsonl"
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    found = {
        row["student"]: {one["task"]: one["points"] for one in row["tasks"] if one["points"]}
        for row in rows
    }
    if amiss := [student for student in expected if found.get(student) != expected[student]]:
        raise PoolLabError(f"These have other points than they must: {', '.join(amiss)}.")


def measure(rounds: Rounds) -> str:
    """Return the table of classes."""
    number = CLASS if rounds.seconds > 1 else 5  # --quick
    fit, one, small, stock = (
        "in pods, as many as fit",
        "in pods, 1",
        "in pods, a quarter",
        "nbgrader",
    )
    found = rounds.of({
        fit: partial(graded, number), one: partial(graded, number, "--at-once", "1"),
        small: partial(graded, max(5, number // 4)), stock: partial(by_nbgrader, number),
    })  # fmt: skip
    targets = {
        fit: at_least(FASTER, ratios(found[fit], found[stock])),
        small: at_most(FLAT, ratios(found[small], found[fit])),
    }
    rows = [
        [name, middle(rates, 1), spread(rates, 1), middle(ratios(rates, found[stock]), 1),
         *targets.get(name, NO_TARGET)]
        for name, rates in found.items()
    ]  # fmt: skip
    note = (
        f"{number} submissions of {ASSIGNMENT}: right, half, wrong, mixed, damaged; all marks are "
        "those that the answers must get. nbgrader's autograde examines here, without a wall, one "
        "after another: the first target is on the ratio to that. The other is on a quarter of the "
        "class beside the whole: the cost of a submission does not grow with the class."
    )
    head = ["graded", "a minute", "range", "of nbgrader's", "target", "verdict"]
    return table("A class graded", head, rows, note)


def trouble() -> str | None:
    """Return a line when there can't be pods."""
    if problem := engine.problem():
        return problem
    try:
        images.check(engine.client())
    except PoolLabError as error:
        return str(error)
    return None


GRADE = Part(trouble, lambda: 4, measure)

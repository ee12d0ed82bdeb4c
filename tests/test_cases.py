"""Hostile and damaged submissions: each gets what it earns, harms nobody, and stops nothing."""

import csv
import os

import pytest
from case_table import GOOD_MARKS, Graded, graded
from cases import ASSIGNMENT, ATTACKS, DAMAGED, GOOD, OUT
from composing import build
from nbgrader.api import Gradebook

from poollab.postgres import engine

pytestmark = [pytest.mark.docker, pytest.mark.thorough]

ZIPPED = ["zip-way-out", "zip-bomb", "zip-link"]
CASES = [*ATTACKS, *DAMAGED]
INVISIBLE = "\x1b\x07\u202e\u2066"


@pytest.fixture(scope="module")
def a_class(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """A class of cases that was graded, all at once."""
    build("seat")
    build("answer")
    return graded(tmp_path_factory.mktemp("course"), CASES)


@pytest.mark.parametrize("name", [*(one.name for one in CASES), *ZIPPED])
def test_a_case_has_one_row_with_what_it_earns(a_class: Graded, name: str) -> None:
    (case,) = (one for one in a_class.cases if one.name == name)
    assert a_class.amiss(case) == ""


def test_nobody_harms_a_neighbour(a_class: Graded) -> None:
    assert a_class.good() == [GOOD_MARKS] * len(GOOD)
    assert a_class.results.keys() == {*GOOD, *(one.student for one in a_class.cases)}
    assert a_class.is_kept


def test_the_run_goes_to_its_end(a_class: Graded) -> None:
    assert a_class.status == 0 and "Not graded" not in a_class.said
    with Gradebook(f"sqlite:///{a_class.course / 'gradebook.db'}") as book:
        scores = {one.student.id: one.score for one in book.assignment_submissions(ASSIGNMENT)}
    assert scores == {one: a_class.row(one).points for one in a_class.results}


def test_what_is_written_runs_nothing_and_hides_nothing(a_class: Graded) -> None:
    pages = [path.read_text(encoding="utf-8") for path in a_class.out.rglob("*.html")]
    tables = {path: path.read_text(encoding="utf-8") for path in a_class.out.glob("*.csv")}
    assert len(pages) == len(a_class.results) and len(tables) == 2
    for text in (a_class.said, *pages, *tables.values()):
        assert not set(INVISIBLE) & set(text)
    assert not [page for page in pages if "<script" in page]
    rows = [row for text in tables.values() for row in csv.reader(text.splitlines())]
    cells = [cell for row in rows for cell in row]
    assert (
        any("HYPERLINK" in cell for cell in cells) and ["Participant 1", GOOD[0], "6", "30"] in rows
    )
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_nothing_is_left_and_nothing_is_where_it_should_not_be(a_class: Graded) -> None:
    mine = {"label": f"poollab.process={os.getpid()}"}
    assert engine.client().api.containers(all=True, filters=mine) == []
    around = [*a_class.course.parents, *a_class.course.parent.iterdir(), a_class.course]
    assert not [folder for folder in around if (folder / OUT).exists()]
    assert not list(a_class.course.rglob(OUT))


def test_no_two_cases_are_the_same_student() -> None:
    students = [*GOOD, *ZIPPED, *(one.student for one in CASES)]
    assert len(set(students)) == len(students)

"""Hostile and damaged submissions: each gets what it earns, harms nobody, and stops nothing."""

import csv
import os

import pytest
from case_table import GOOD_MARKS, Graded, graded
from cases import ASSIGNMENT, ATTACKS, DAMAGED, GOOD, OUT
from composing import build
from nbgrader.api import Gradebook

from poollab.postgres import engine

pytestmark = pytest.mark.docker

IN_SHORT = {
    "behaves for the examiner only", "becomes the superuser", "ends everybody",
    "forges words to the examiner", "imports the formulas", "leaves daemons",
    "makes a view that the superuser reads", "opens the solutions", "reaches into the network",
    "reads proc of its parents", "rewrites packages", "sends script colours and turns",
    "takes all memory", "writes into its parents output",
}  # fmt: skip
"""Those of the hostile ones for which `make test` has time; what is damaged needs mostly no pod."""
ZIPPED = ["zip-way-out", "zip-bomb", "zip-link"]
SHORT = [one for one in ATTACKS if one.name in IN_SHORT] + [
    one for one in DAMAGED if not one.needs_pod
]
WHOLE = [*ATTACKS, *DAMAGED]
INVISIBLE = "\x1b\x07\u202e\u2066"
CLASSES = {"short": SHORT, "whole": WHOLE}
each_class = pytest.mark.parametrize(
    "a_class", ["short", pytest.param("whole", marks=pytest.mark.thorough)], indirect=True
)


def each_case() -> list[object]:
    """Return each case with its class, those of the whole one for the thorough tests."""
    names = {kind: [*(one.name for one in these), *ZIPPED] for kind, these in CLASSES.items()}
    return [
        *(pytest.param("short", one, id=f"short-{one}") for one in names["short"]),
        *(pytest.param("whole", one, id=f"whole-{one}", marks=pytest.mark.thorough)
          for one in names["whole"]),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def a_class(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """A class of cases that was graded, all at once."""
    build("seat")
    build("answer")
    return graded(tmp_path_factory.mktemp("course"), CLASSES[request.param])


@pytest.mark.parametrize(("a_class", "name"), each_case(), indirect=["a_class"], scope="module")
def test_a_case_has_one_row_with_what_it_earns(a_class: Graded, name: str) -> None:
    (case,) = (one for one in a_class.cases if one.name == name)
    assert a_class.amiss(case) == ""


@each_class
def test_nobody_harms_a_neighbour(a_class: Graded) -> None:
    assert a_class.good() == [GOOD_MARKS] * len(GOOD)
    assert a_class.results.keys() == {*GOOD, *(one.student for one in a_class.cases)}
    assert a_class.is_kept


@each_class
def test_the_run_goes_to_its_end(a_class: Graded) -> None:
    assert a_class.status == 0 and "Not graded" not in a_class.said
    with Gradebook(f"sqlite:///{a_class.course / 'gradebook.db'}") as book:
        scores = {one.student.id: one.score for one in book.assignment_submissions(ASSIGNMENT)}
    assert scores == {one: a_class.row(one).points for one in a_class.results}


@each_class
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


@each_class
def test_nothing_is_left_and_nothing_is_where_it_should_not_be(a_class: Graded) -> None:
    mine = {"label": f"poollab.process={os.getpid()}"}
    assert engine.client().api.containers(all=True, filters=mine) == []
    around = [*a_class.course.parents, *a_class.course.parent.iterdir(), a_class.course]
    assert not [folder for folder in around if (folder / OUT).exists()]
    assert not list(a_class.course.rglob(OUT))


def test_no_two_cases_are_the_same_student() -> None:
    students = [*GOOD, *ZIPPED, *(one.student for one in WHOLE)]
    assert len(set(students)) == len(students) and {one.name for one in ATTACKS} >= IN_SHORT

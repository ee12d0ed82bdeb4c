"""Runs the lessons in a real kernel, as a learner would run them."""

import contextlib
import copy
import functools
import os
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest
from conftest import needs_docker
from nbclient import NotebookClient
from waiting import until

from poollab.kernel import NOBODY, QUIET

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
LESSONS = {int(path.name[:2]): path for path in sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))}
CELL_LIMIT = 120  # seconds a cell may take before the test gives up
IN_CONTAINER = (1, 7)  # lessons that are about one
# For tests of what a lesson's checks say to learners' answers: most of their time is what a wrong
# answer is waited for. `make test` sees each check say that nothing was tried.
on_answers = pytest.mark.thorough
# For those that take the tasks of a lesson one after another, as a learner does, and not case by
# case: the others see the same cells give the same verdicts.
in_their_order = pytest.mark.soak
TWICE = "each cell twice"
EMBEDDED = ["embedded", pytest.param(TWICE, marks=pytest.mark.thorough)]
embedded = pytest.mark.parametrize("kind", EMBEDDED)
Step = tuple[str, str | None]  # the id of a cell, and a source in its place or None


def read(number: int) -> Any:
    """Read a lesson."""
    return nbformat.read(LESSONS[number], as_version=4)


def run(notebook: Any, kind: str = "embedded") -> Any:
    """Run a notebook in a kernel of its own; it fails with any cell, or a word on stderr."""
    client = NotebookClient(
        notebook, timeout=CELL_LIMIT, resources={"metadata": {"path": str(NOTEBOOKS)}},
        extra_arguments=QUIET,
    )  # fmt: skip
    with surroundings(kind) as env, tempfile.TemporaryFile("w+") as words:
        client.execute(env=env, stderr=words)
        words.seek(0)
        assert words.read() == "", "`make site`, `claims` and `bench` print this"
    return notebook


@contextlib.contextmanager
def surroundings(kind: str) -> Iterator[dict[str, str]]:
    """Give the variables for a kernel; afterwards, see that it leaves no process behind."""
    mark = uuid.uuid4().hex  # inherited by all that the kernel starts, and by what that starts
    own = {"POOLLAB_TEST": mark, "POOLLAB_POSTGRES": kind, "POOLLAB_SMALL": "1"}
    yield os.environ | NOBODY | own
    until(lambda: not marked(mark), "the kernel leaves no process behind")


def marked(mark: str) -> list[psutil.Process]:
    """Return the processes that have inherited the mark."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get("POOLLAB_TEST") == mark:
                found.append(process)
    return found


def each_kind(number: int) -> pytest.MarkDecorator:
    """Let a test of a lesson's claims run on each kind of server.

    ``TWICE`` is the embedded one, each cell run twice. The lessons that are about a container, how
    it starts (01) and PgBouncer beside it (07), are `thorough` there. What 02 to 06 show is
    the work of libraries, before a server of the same version, and the tests with ``each_db`` hold
    what the servers have in common: these in a container are for ``soak``.
    """
    seldom = pytest.mark.thorough if number in IN_CONTAINER else pytest.mark.soak
    return pytest.mark.parametrize("kind", [*EMBEDDED, pytest.param("container", marks=seldom)])


@functools.cache
def executed(number: int, kind: str) -> Any:
    """Return a lesson run on one kind of server; of ``TWICE`` every cell is there twice."""
    if kind == "container":
        needs_docker()
    lesson = read(number)
    if kind == TWICE:
        lesson.cells = [each for cell in lesson.cells for each in (cell, again(cell))]
    done = run(lesson, "embedded" if kind == TWICE else kind)
    assert "PostgreSQL" in said(done)["start"]
    return done


def again(cell: Any) -> Any:
    """Return a copy of a cell, with another id."""
    copied = copy.deepcopy(cell)
    copied["id"] += "-again"
    return copied


def text(cell: Any) -> str:
    """Return what a cell printed, or said beside a picture."""
    return "".join(
        output.get("text", "") or output.get("data", {}).get("text/plain", "")
        for output in cell.get("outputs", [])
    )


def printed(done: Any, tag: str) -> str:
    """Return what the cells with a tag printed the first time."""
    cells = [cell for cell in done.cells if tag in cell.metadata.get("tags", [])]
    assert cells, f"no cell is tagged {tag}"
    return "".join(text(cell) for cell in cells if not cell["id"].endswith("-again"))


def said(done: Any) -> dict[str, str]:
    """Return what each code cell printed, by its id."""
    return {cell["id"]: text(cell) for cell in done.cells if cell.cell_type == "code"}


def pictures(done: Any) -> list[str]:
    """Return the cells that show a picture, once for each picture."""
    return [
        cell["id"]
        for cell in done.cells
        if not cell["id"].endswith("-again")
        for output in cell.get("outputs", [])
        if "<img alt=" in output.get("data", {}).get("text/html", "")
    ]


def in_one_kernel(number: int, steps: list[Step], kind: str = "embedded") -> list[str]:
    """Run cells of a lesson one after another in one kernel; return what each step printed.

    A cell may come again.
    """
    lesson = read(number)
    cells = {cell["id"]: cell for cell in lesson.cells}
    lesson.cells = [copy.deepcopy(cells[cell]) for cell, _ in steps]
    for place, (cell, (_, source)) in enumerate(zip(lesson.cells, steps, strict=True)):
        cell["id"] += f"-{place}"
        cell["source"] = source or cell["source"]
    return [text(cell) for cell in run(lesson, kind).cells]


def case_by_case(
    number: int, before: list[Step], cases: dict[str, list[Step]], end: str | None = None
) -> dict[str, dict[str, str]]:
    """Take a learner's answers in one kernel, one case after another, as he would.

    ``before`` runs once, the cell ``end`` last, or this source in its place. Returns for each case
    what its steps printed, by cell. A right answer belongs between two wrong ones, so that no
    verdict can come from the case before.
    """
    taken = [step for steps in cases.values() for step in steps]
    told = iter(in_one_kernel(number, [*before, *taken, ("end", end)])[len(before) :])
    return {case: {cell: next(told) for cell, _ in steps} for case, steps in cases.items()}


def tried(turn: str, *answers: str | None, looks: tuple[str, ...] = ("check",)) -> list[Step]:
    """Return the steps of a learner who gives these answers to a task, and looks after each."""
    after: list[Step] = [(f"{turn}-{look}", None) for look in looks]
    return [step for answer in answers for step in [(turn, answer), *after]]

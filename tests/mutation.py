"""Runs the wrong claims of ``tests/mutants``: each must make an assertion of its claim fail.

A mutant changes cells of a lesson so that they show something else than the claim says: another
setting, another library, a formula near the right one. Run as a program it prints a table, claim
by outcome by the cell that raised it by mutant, and fails if one is not noticed: ``make mutants``.
"""

import argparse
import contextlib
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from lessons import CELL_LIMIT, LESSONS, NOTEBOOKS, surroundings
from lessons import read as lesson
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from tqdm import tqdm

FOLDER = NOTEBOOKS.parent / "tests" / "mutants"
NOTICED = "noticed"


@dataclass(frozen=True)
class Mutant:
    """A wrong claim, and the cells that show it when they are changed so."""

    claim: str
    """The tag of the right claim: C1 to C39, or a myth's."""
    wrong: str
    """The wrong claim, in a sentence."""
    change: dict[str, list[str]]
    """By the id of a cell: what stands there once, and what stands there instead."""
    cells: list[str]
    """The ids of all cells to run, in their order; the assertion is in one of them."""
    error: str = "AssertionError"
    """What is raised when it is noticed; ``PoolLabError`` where ``watch`` waits for a state."""

    def source(self, cell: Any) -> str:
        """Return a cell's source as this mutant has it."""
        old, new = self.change.get(cell["id"], ("", ""))
        return str(cell.source.replace(old, new, 1)) if old else str(cell.source)


def mutants(number: int) -> list[Mutant]:
    """Return the mutants of a lesson, in the order of its claims."""
    path = FOLDER / f"{number:02}.toml"
    if not path.exists():
        return []
    cells = lesson(number).cells
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        Mutant(**{"claim": claim, "cells": concerned(cells, claim, one)} | one)
        for claim, several in written.items()
        for one in several
    ]


def concerned(cells: list[Any], claim: str, one: dict[str, Any]) -> list[str]:
    """Return which cells to run for a mutant: those it changes, and those of its claim."""
    return [
        cell["id"] for cell in cells
        if cell["id"] in one["change"] or claim in cell.metadata.get("tags", [])
    ]  # fmt: skip


def outcomes(number: int, kind: str) -> Iterator[tuple[Mutant, str, str]]:
    """Run a lesson on one kind of server, its mutants in between; yield how each ended and where.

    Where is the cell that raised an error, empty if none did.
    """
    notebook = lesson(number)
    places = {cell["id"]: place for place, cell in enumerate(notebook.cells)}
    due: dict[str, list[Mutant]] = {}  # by the cell before whose first run they are tried
    for mutant in mutants(number):
        due.setdefault(max(mutant.cells, key=places.__getitem__), []).append(mutant)
    client = NotebookClient(
        notebook, timeout=CELL_LIMIT, resources={"metadata": {"path": str(NOTEBOOKS)}}
    )
    quiet = {"stderr": subprocess.DEVNULL}  # the kernel's own warnings would cut the bar
    with surroundings(kind) as env, client.setup_kernel(env=env, **quiet):

        def run(cell: str, source: str = "") -> None:
            """Execute a cell of the notebook, or this in its place."""
            place = places[cell]
            own = notebook.cells[place].source
            try:
                notebook.cells[place].source = source or own
                client.clear_display_id_mapping(place)  # of its last run, whose view may yet end
                client.execute_cell(notebook.cells[place], place)
            finally:
                notebook.cells[place].source = own

        for cell in notebook.cells:
            tried = due.get(cell["id"], [])
            for mutant in tried:
                sources = {i: mutant.source(notebook.cells[places[i]]) for i in mutant.cells}
                yield mutant, *outcome(sources, mutant.error, run)
            touched = {i for mutant in tried for i in mutant.cells} - {cell["id"]}
            for one in sorted(touched, key=places.__getitem__):
                run(one)
            run(cell["id"])


def outcome(
    sources: dict[str, str], wanted: str, run: Callable[[str, str], None]
) -> tuple[str, str]:
    """Run cells with these sources; return whether one raised the wanted error, and which."""
    for cell, source in sources.items():
        try:
            run(cell, source)
        except CellExecutionError as error:
            return NOTICED if error.ename == wanted else f"breaks with {error.ename}", cell
    return "NOT NOTICED", ""


def main() -> int:
    """Print the table of the lessons that are named, else of all. Returns 1 if one survives."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("lessons", nargs="*", type=int, default=list(LESSONS))
    parser.add_argument("--server", default="embedded", choices=["embedded", "container"])
    asked = parser.parse_args()
    every = sum(len(mutants(number)) for number in asked.lessons)
    survived = 0
    with ThreadPoolExecutor(2) as pool, tqdm(total=every, unit="mutant", leave=False) as bar:
        for found in pool.map(lambda n: list(told(n, asked.server, bar)), asked.lessons):
            for mutant, how, where in found:
                print(f"{mutant.claim:<7} {how:<12} {where:<16} {mutant.wrong}", flush=True)
                survived += how != NOTICED
    print(f"{every} mutants on {asked.server}: {every - survived} noticed, {survived} not.")
    return bool(survived)


def told(number: int, kind: str, bar: Any) -> Iterator[tuple[Mutant, str, str]]:
    """Yield the outcomes of a lesson, and move the bar on with each."""
    for found in outcomes(number, kind):
        bar.update()
        yield found


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())

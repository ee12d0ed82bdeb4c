"""How much code a lesson shows: short cells, and not too many lines in one sitting."""

import json
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from poollab import course

IN_VIEW = 200
"""Lines of code in view that one sitting may have."""
SITTINGS = {name: 2 for name in course.LESSONS if name[:2] in ("01", "02", "04", "06", "07")}
"""Lessons that are more than one."""
MEDIAN, MOST = 8, 14
"""Lines of a cell in view: of the one in the middle, and of nine in ten."""
WHY = "why_long"
"""In a cell's metadata: the reason why it is longer."""


class Lengths(NamedTuple):
    """What a lesson shows."""

    lesson: str
    cells: dict[str, int]
    """Lines of the cells in view, blank ones aside, by the cells' ids."""
    excused: set[str]
    """Cells that have a reason to be long."""

    @property
    def room(self) -> int:
        """How many lines it may show."""
        return IN_VIEW * SITTINGS.get(self.lesson, 1)

    def __str__(self) -> str:
        """Return a row of the table."""
        lines = sorted(self.cells.values())
        ninth = lines[int(0.9 * (len(lines) - 1))]
        return (
            f"{self.lesson[:2]}: {sum(lines)} lines of code in view, at most {self.room}; of a "
            f"cell {median(lines):g} in the middle, {ninth} in nine of ten, {lines[-1]} at most"
        )


def lengths(root: Path) -> list[Lengths]:
    """Measure the lessons of a course, those that are there."""
    there = (path for path in course.lessons(root) if path.exists())
    return [measured(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in there]


def measured(lesson: str, notebook: Any) -> Lengths:
    """Measure one; a folded cell is not in view."""
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    shown = [cell for cell in code if not cell["metadata"].get("jupyter", {}).get("source_hidden")]
    cells = {
        cell["id"]: sum(bool(line.strip()) for line in "".join(cell["source"]).splitlines())
        for cell in shown
    }
    return Lengths(lesson, cells, {cell["id"] for cell in shown if cell["metadata"].get(WHY)})


def check(root: Path, files: list[Path]) -> list[str]:
    """Return findings about lessons that show too much code."""
    return [
        f"notebooks/{one.lesson}.ipynb:1: {problem}"
        for one in lengths(root)
        for problem in problems(one)
    ]


def problems(one: Lengths) -> list[str]:
    """Say what is too long in a lesson."""
    found = [
        f"{cell} has {lines} lines, more than {MOST}: shorten it, or say why as its {WHY!r}"
        for cell, lines in one.cells.items()
        if lines > MOST and cell not in one.excused
    ]
    if (total := sum(one.cells.values())) > one.room:
        found.append(f"{total} lines of code in view, more than {one.room}")
    if (middle := median(one.cells.values())) > MEDIAN:
        found.append(f"the cell in the middle has {middle:g} lines, more than {MEDIAN}")
    if len(one.excused) * 10 > len(one.cells):
        found.append(f"{len(one.excused)} of {len(one.cells)} cells are excused: one in ten may be")
    return found

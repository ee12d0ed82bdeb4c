"""Finds the answers in a notebook: the one way, for its checks, for marking and for grading.

An answer is one cell: the last that defines the task's function. A check in a notebook looks at
the cells in the order in which they were run. In a file the last is that which a run from top to
bottom would have the check find: the last above the check; where there is none, the last below it;
then the task's own cell, by its ``grade_id``, of another type than code.

One that is still the stub counts only where none of these is more; and one which goes on to define
the function of another task, so an answer to that with a copy of this one in it, comes after the
stub. Where no cell defines the function, the task's own cell is the answer, whatever is in it.
"""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from poollab.assignments.file import Unreadable
from poollab.assignments.notebook import Cell, cells
from poollab.examiner.examine import LONGEST, same
from poollab.examiner.parsing import parse
from poollab.examiner.release import Release
from poollab.examiner.tasks import ASSIGNMENTS, of

CHECK = re.compile(r"""^check\(["']([a-z_]+/[a-z_]+)["']\)""", re.MULTILINE)


@dataclass(frozen=True)
class Submission:
    """What was found of an assignment: each of its tasks is in one of the two."""

    answers: dict[str, str]
    """Sources by task."""
    lost: dict[str, Unreadable]
    """The reason by task, where there is no answer that can be read."""

    @property
    def codes(self) -> dict[str, str]:
        """The reasons' codes, by task."""
        return {task: reason.code for task, reason in self.lost.items()}


def read(path: Path, assignment: str, below: Path | None = None) -> Submission:
    """Return the answers in a file, and the tasks without one; no damage raises anything.

    No link is followed, neither to the file nor on the way from the folder ``below`` to it.
    """
    try:
        return answers_of(cells(path, below), assignment)
    except Unreadable as reason:
        return Submission({}, {task.name: reason for task in of(assignment)})


def answers_of(
    found: Sequence[Cell], assignment: str, stubs: Mapping[str, str] | None = None
) -> Submission:
    """Return the answers in cells; ``stubs`` are those of the release if it is not today's."""
    stubs = Release.of(assignment).stubs if stubs is None else stubs
    submission = Submission({}, {})
    for task in of(assignment):
        try:
            submission.answers[task.name] = source_of(found, f"{assignment}/{task.name}", stubs)
        except Unreadable as reason:
            submission.lost[task.name] = reason
    if (itself := assignment_of(found)) != assignment:
        why = Unreadable("other" if itself else "nothing")
        absent = [name for name, reason in submission.lost.items() if reason.code == "absent"]
        submission.lost.update(dict.fromkeys(absent, why))
    return submission


def source_of(found: Sequence[Cell], task: str, stubs: Mapping[str, str]) -> str:
    """Return the source of the answer to a task, such as ``leaks/stream``. Raises Unreadable."""
    name = task.partition("/")[2]
    source = answer(task, in_order(found, task), stubs.get(name, ""))
    if source is None:
        own = [cell.source for cell in found if cell.grade_id == name]
        if not own:
            raise Unreadable("absent")
        source = next((one for one in reversed(own) if one is not None), None)
    if source is None:
        raise Unreadable("source")
    if len(source) > LONGEST:
        raise Unreadable("long")
    if not source.isascii() and re.search("[\ud800-\udfff]", source):
        raise Unreadable("character")
    return source


def in_order(found: Sequence[Cell], task: str) -> list[str]:
    """Return the sources that may answer a task, in an order in which the last counts."""
    own = [cell for cell in found if cell.grade_id == task.partition("/")[2]]
    code = [cell for cell in found if cell.kind == "code"]
    checks = [at for at, cell in enumerate(code) if task in CHECK.findall(cell.source or "")]
    place = checks[-1] if checks else len(code)
    ordered = [*(cell for cell in own if cell.kind != "code"), *code[place:], *code[:place]]
    return [cell.source for cell in ordered if cell.source]


def answer(task: str, sources: Sequence[str], stub: str) -> str | None:
    """Return the last source that defines the function of a task; None where there is none.

    The ``stub`` counts if there is nothing better; then a source in which a function of another
    task comes after this one, so an answer to that.
    """
    assignment, _, name = task.partition("/")
    others = {other.name for other in of(assignment)} - {name}
    best: dict[int, str] = {}
    for source in reversed(sources):
        if name in source and name in (defined := functions(source)):
            is_copy = not others.isdisjoint(defined[defined.index(name) :])
            rank = 2 if is_copy else int(is_stub(source, stub))
            best.setdefault(rank, source)
            if not rank:
                break
    return best[min(best)] if best else None


def is_stub(source: str, stub: str) -> bool:
    """Return whether a source is still the cell as it came."""
    return len(source) <= LONGEST and same(source, stub)


def functions(source: str) -> list[str]:
    """Return the names of the functions that a source defines, in their order.

    Of one that is no Python, as with a command of the notebook in it, or too long to be looked at,
    those that it seems to.
    """
    try:
        body = parse(source if len(source) <= LONGEST else "(").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return re.findall(r"^(?:async +)?def +(\w+)\(", source, re.MULTILINE)
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node.name for node in body if isinstance(node, kinds)]


def assignment_of(found: Sequence[Cell]) -> str | None:
    """Return the assignment that a notebook is of, by its functions and ids; None if of none."""
    names = {name for cell in found if cell.kind == "code" for name in functions(cell.source or "")}
    names |= {cell.grade_id for cell in found}
    tasks = {one: {task.name for task in of(one)} for one in ASSIGNMENTS}
    best = max(ASSIGNMENTS, key=lambda one: len(tasks[one] & names))
    return best if tasks[best] & names else None

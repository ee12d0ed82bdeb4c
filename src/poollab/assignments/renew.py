"""Brings an exercise that somebody may have worked in up to a new release."""

import shutil
from datetime import datetime
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from poollab.assignments.answers import answers_of, is_stub
from poollab.assignments.file import Unreadable
from poollab.assignments.notebook import Cell, cells
from poollab.examiner.release import answers_in


def renew(mine: Path, old: Path, new: Path) -> list[str]:
    """Bring an exercise up to a new release; return a line for each file that was changed.

    ``old`` is the release that it came from. One that somebody has worked in stays as it is while
    all of the new release is in it. Otherwise it is kept beside a new one, which has its answers.
    """
    name = f"exercises/{mine.parent.name}/{mine.name}"
    if mine.exists() and mine.read_bytes() == new.read_bytes():
        return []
    if not mine.exists() or mine.read_bytes() == old.read_bytes():
        mine.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(new, mine)
        return [f"{name} is new."]
    work, after = read(mine), nbformat.read(new, as_version=4)
    if holds(work, after):
        return []
    aside = set_aside(mine)
    before = nbformat.read(old, as_version=4)
    nbformat.write(with_answers(after, work, answers_in(before.cells), old.stem), mine)
    return [
        f"{name} had been changed: it is kept as {aside.name}.",
        f"{name} is new, with the answers of the kept one in it."
        if work
        else f"{name} is new: of the kept one nothing could be read.",
    ]


def set_aside(mine: Path) -> Path:
    """Rename somebody's file so that a new one can take its place; return what it is now."""
    return mine.rename(mine.with_stem(f"{mine.stem} kept {datetime.now():%Y-%m-%d %H.%M.%S}"))


def read(path: Path) -> list[Cell]:
    """Return the cells of a notebook; what is none, as after a crash, has none."""
    try:
        return cells(path.resolve())
    except Unreadable:
        return []


def is_answer(cell: NotebookNode) -> bool:
    """Return whether a cell is one for an answer."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def holds(work: list[Cell], release: NotebookNode) -> bool:
    """Return whether each cell of a release is in somebody's work, as it was handed out."""
    sources = {cell.id: cell.source for cell in work}
    return all(
        cell.id in sources and (is_answer(cell) or sources[cell.id] == cell.source)
        for cell in release.cells
    )


def with_answers(
    release: NotebookNode, work: list[Cell], stubs: dict[str, str], assignment: str
) -> NotebookNode:
    """Return a release with the answers of somebody's work, where there is more than a stub."""
    answers = answers_of(work, assignment, stubs).answers
    for cell in filter(is_answer, release.cells):
        task = cell.metadata.nbgrader.grade_id
        if not is_stub(answers.get(task, ""), stubs.get(task, "")):
            cell.source = answers.get(task, cell.source)
    return release

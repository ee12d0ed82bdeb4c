"""The appendix: what it quotes is what libraries and servers say, today and here."""

import functools
import re
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import psycopg.errors
import pytest
from conftest import needs_docker, needs_pgbouncer
from lessons import again, run, said
from quoted import Entry, entries, read

MOST_LINES = 14  # of a cell
ENTRIES = {entry.id: entry for entry in entries(read())}
WITH_CELLS = [name for name, entry in ENTRIES.items() if entry.code]
each_entry = pytest.mark.parametrize("name", ENTRIES)


SHOWN = {  # by cells, beside messages
    "lookup": "Bob",
    "one-loop": "soup",
    "readonly-run": "With the cure:(.|\n)+25006\nNo error.",
    "autocommit": r"still there: \[\('fish',\)\]",
    "collected": "lent: 1",
    "by-hand": "lent: 1",
    "left-behind": "lent: 1",
    "listen-run": r"I miss\?\na message\nlistening: what did I miss\?",
}


@functools.cache
def executed(kind: str) -> Any:
    """Return the appendix, run on one kind of server, every cell twice."""
    if kind == "container":
        needs_docker()
    page = read()
    twice = [(cell, again(cell)) if cell.cell_type == "code" else (cell,) for cell in page.cells]
    page.cells = [cell for pair in twice for cell in pair]
    return run(page, kind)


def entry_of(name: str, kind: str) -> Entry:
    return next(entry for entry in entries(executed(kind)) if entry.id == name)


@pytest.mark.parametrize(
    "kind", ["embedded", pytest.param("container", marks=pytest.mark.thorough)]
)
@pytest.mark.parametrize("name", WITH_CELLS)
def test_the_messages_are_said(name: str, kind: str) -> None:
    if "bouncer" in ENTRIES[name].code:
        needs_pgbouncer("container" if kind == "container" else "binary")
    entry = entry_of(name, kind)
    assert not entry.missing(), entry.printed


@pytest.mark.parametrize("cell", SHOWN)
def test_the_cases_show_what_the_text_says(cell: str) -> None:
    assert re.search(SHOWN[cell], said(executed("embedded"))[cell])


@pytest.mark.thorough
def test_an_entry_needs_none_of_the_others() -> None:
    needs_pgbouncer("binary")
    page = read()
    first, *parts = split(page.cells)
    page.cells = sum(reversed(parts), first)
    assert not [each.id for each in entries(run(page)) if each.code and each.missing()]


def split(cells: list[Any]) -> list[list[Any]]:
    """Return the cells before the first entry, and those of each."""
    parts: list[list[Any]] = [[]]
    for cell in cells:
        if cell.id in ENTRIES:
            parts.append([])
        if cell.id not in ("end-text", "end"):
            parts[-1].append(cell)
    return parts


@each_entry
def test_the_classes_are_named(name: str) -> None:
    entry = entry_of(name, "embedded")
    for kind in entry.classes:
        code = getattr(vars(asyncpg).get(kind, vars(psycopg.errors).get(kind)), "sqlstate", None)
        assert kind in entry.printed or code in entry.codes, kind


def test_an_entry_has_a_cell_or_a_fact(request: pytest.FixtureRequest) -> None:
    facts = (request.path.parent / "test_facts_errors.py").read_text()
    without = ENTRIES.keys() - set(WITH_CELLS)
    assert all(f'"errors/{name}"' in facts for name in without), without


def test_cells_are_short() -> None:
    lines = [len(cell.source.splitlines()) for cell in read().cells if cell.cell_type == "code"]
    assert max(lines) <= MOST_LINES
    assert sorted(lines)[len(lines) // 2] <= 8

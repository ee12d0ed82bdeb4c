"""The appendix: what it quotes is what libraries and servers say, today and here."""

import functools

import asyncpg  # type: ignore[import-untyped]
import psycopg.errors
import pytest
from conftest import needs_docker, needs_pgbouncer
from lessons import again, run
from quoted import Entry, entries, read

MOST_LINES = 14  # of a cell
ENTRIES = {entry.id: entry for entry in entries(read())}
WITH_CELLS = [name for name, entry in ENTRIES.items() if entry.code]
each_entry = pytest.mark.parametrize("name", ENTRIES)


@functools.cache
def executed(kind: str) -> dict[str, Entry]:
    """Return the entries of the appendix, run on one kind of server, every cell twice."""
    if kind == "container":
        needs_docker()
    page = read()
    twice = [(cell, again(cell)) if cell.cell_type == "code" else (cell,) for cell in page.cells]
    page.cells = [cell for pair in twice for cell in pair]
    return {entry.id: entry for entry in entries(run(page, kind))}


@pytest.mark.parametrize(
    "kind", ["embedded", pytest.param("container", marks=pytest.mark.thorough)]
)
@pytest.mark.parametrize("name", WITH_CELLS)
def test_the_messages_are_said(name: str, kind: str) -> None:
    if "bouncer" in ENTRIES[name].code:
        needs_pgbouncer("container" if kind == "container" else "binary")
    entry = executed(kind)[name]
    assert not entry.missing(), entry.printed


@each_entry
def test_the_classes_are_named(name: str) -> None:
    entry = executed("embedded")[name]
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

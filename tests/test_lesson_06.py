"""Lesson 06: what its cells show, and how it judges a learner's answers."""

import re

import pytest
from lessons import (
    Step,
    case_by_case,
    each_kind,
    executed,
    in_one_kernel,
    in_their_order,
    on_answers,
    pictures,
    printed,
    read,
    said,
    tried,
)

from poollab.lessons.lesson_06 import what_clients_saw
from poollab.visits import Visit


@each_kind(6)
def test_every_claim_is_shown(kind: str) -> None:
    done = executed(6, kind)
    life, order, broken = printed(done, "C22"), printed(done, "C23"), printed(done, "C24")
    assert "asyncpg: 2 connections; SQLAlchemy: 0 connections; psycopg_pool: 2 conn" in life
    assert "in turn: one gets the new connection, the next the new one." in life  # when lent
    assert "in turn: one gets the old connection, the next the new one." in life  # on return
    assert "SQLAlchemy: ABCABC or, with pool_use_lifo=True, AAAAAA" in order
    assert "psycopg_pool, FIFO: 1" in order
    assert "asyncpg: 0 requests; sqlalchemy: 3 requests; sqlalchemy-pre-ping: 0 req" in broken
    assert re.search(r"\nsqlalchemy +1 +AdminShutdown", broken)
    assert re.search(r"\npsycopg_pool +3 +AdminShutdown", broken)
    assert "nobody asks, and 3 are open again: asyncpg's." in broken
    assert broken.count("STILL HANGS") == 5  # all of asyncpg's; without a limit, the checked too
    assert printed(done, "C25").count("COMMITTED") == 1
    assert printed(done, "C25").count("STILL THERE") == 3 + 6 + 6
    slow = printed(done, "C38")
    assert "held: 1 guest; function_scope: 1 guest; committed: 3 guests" in slow
    assert slow.count("the server calls the connection 'idle in transaction'") == 2
    bouncer = "There is no PgBouncer" not in said(done)["bouncer"]
    assert len(pictures(done)) == 9 + bouncer  # two of them stand in for a view
    if bouncer:
        assert "SQLSTATE 26000" in printed(done, "C26")  # a PgBouncer that keeps no track
        assert "1 client waits" in printed(done, "C26")
        assert "read by another: 7s" in printed(done, "C26")
        assert "10 x fish" in printed(done, "C26")


def test_what_was_lost_to_the_stop_is_not_what_the_kill_lost() -> None:
    """The median is that of the answers lost to the stop: there may be none."""
    killed, good, stopped = Visit("Killed", 9.0), Visit("", 0.5), Visit("Stopped", 0.1)
    _, rows = what_clients_saw(
        {"one": [good, killed, good], "two": [killed, good, stopped]}, {"one": 3, "two": 2}
    )
    assert rows["one"] == ["0.50\xa0s", "1", "0", "-", "1 Killed"]
    assert rows["two"] == ["0.50\xa0s", "1", "1", "0.10\xa0s", "1 Killed, 1 Stopped"]


@pytest.mark.thorough
def test_a_fresh_kernel_goes_on_at_the_resting_place() -> None:
    cells = [cell["id"] for cell in read(6).cells if cell.cell_type == "code"]
    second = cells[cells.index("resume") :]
    told = dict(zip(second, in_one_kernel(6, [(cell, None) for cell in second]), strict=True))
    assert "committed: 3 guests" in told["pinned-shown"]
    assert "Not tried yet" in told["turn-reset-check"]


BEFORE: list[Step] = [
    (cell, None)
    for cell in (
        "predict-forever", "start", "libraries", "ask", "resume",
    )
]  # fmt: skip
WAYS = ("leave-asyncpg", "leave-alchemy", "leave-psycopg")
NOT_A_POOL = """
from sqlalchemy import NullPool

def sturdy(url):
    return create_async_engine(url, poolclass=NullPool)
"""
PINGED = """
def sturdy(url):
    return create_async_engine(url, pool_size=3, max_overflow=0, pool_pre_ping=True)
"""
SYNC = """
from sqlalchemy import create_engine

def sturdy(url):
    return create_engine(url, pool_pre_ping=True)
"""
NO_LIMIT = """
def sturdy(url):
    return create_async_engine(url, pool_size=0, pool_pre_ping=True)
"""
TOO_SMALL = """
def sturdy(url):
    return create_async_engine(url, pool_size=1, max_overflow=0, pool_pre_ping=True)
"""
NOTHING = """
def sturdy(url):
    create_async_engine(url, pool_pre_ping=True)
"""
TEMP = """
async def tidy(connection):
    await connection.reset()
    await connection.execute("RESET ROLE; DISCARD TEMP")
"""
ALL = """
async def tidy(connection):
    await connection.execute("DISCARD ALL")
"""
ONLY_TEMP = """
async def tidy(connection):
    await connection.execute("DISCARD TEMP")
"""
NO_ROLE = """
async def tidy(connection):
    await connection.reset()
    await connection.execute("DISCARD TEMP")
"""
DROPPED = """
async def tidy(connection):
    await connection.reset()
    await connection.execute("RESET ROLE; DROP TABLE IF EXISTS basket")
"""
CLOSED = """
async def tidy(connection):
    await connection.close()
"""
UNTOUCHED = """
async def tidy(connection):
    await connection.reset()
"""


CASES = {
    "no-pool": (NOT_A_POOL, ALL, ["Is that a pool?", "threw away too much"]),
    "sync": (SYNC, ONLY_TEMP, ["could not be used", "still finds: SET."]),
    "no-limit": (NO_LIMIT, NO_ROLE, ["no limit", "still finds: SET ROLE."]),
    "right": (PINGED, TEMP, ["✓ Right: ", "✓ Right: "]),
    "too-small": (TOO_SMALL, DROPPED, ["large enough?", "still finds: temporary table."]),
    "nothing": (NOTHING, UNTOUCHED, ["returns None", "Not tried yet"]),
    "closed": ("sturdy = None", CLOSED, ["could not be used", "new one had to be opened"]),
}


def answers(sturdy: str, tidy: str) -> list[Step]:
    return [*tried("turn-engine", sturdy), *tried("turn-reset", tidy)]


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, str]]:
    taken = {case: answers(*given) for case, (*given, _) in CASES.items()}
    return case_by_case(6, BEFORE, taken, end="db.close()")


@on_answers
@pytest.mark.parametrize("case", CASES)
def test_your_turn_judges_what_was_done(case: str, told: dict[str, dict[str, str]]) -> None:
    verdicts = CASES[case][-1]
    assert verdicts[0] in told[case]["turn-engine-check"]
    assert verdicts[1] in told[case]["turn-reset-check"]
    assert len(told[case]["turn-reset-check"].strip().splitlines()) == 1


@in_their_order
def test_your_turn_can_be_tried_again_and_again() -> None:
    steps = [
        *BEFORE,
        *tried("turn-engine", None, NO_LIMIT, "sturdy = None", PINGED, PINGED),
        *tried("turn-reset", None, ALL, CLOSED, TEMP, TEMP),
    ]
    later = ["turn-engine-check", "turn-reset-check", "life", "survive"]
    steps += [(cell, None) for cell in [*WAYS, *later]]
    done = zip(steps, in_one_kernel(6, steps), strict=True)
    right = [said.startswith("✓ Right: ") for (cell, _), said in done if cell.endswith("-check")]
    assert right == [*[False] * 3, *[True] * 2] * 2 + [True] * 2

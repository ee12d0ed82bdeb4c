"""Lesson 03: what its cells show, and how it judges a learner's answers."""

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
    tried,
)


@each_kind(3)
def test_every_claim_is_shown(kind: str) -> None:
    done = executed(3, kind)
    assert "/direct: 60 backends" in printed(done, "C10")
    assert "answers a second" in printed(done, "C11")
    assert "in use 3   waiting 5   being served: tables [1, 2, 3]" in printed(done, "C12")
    assert printed(done, "myth-1").count("is served by backend") == 3
    assert "3 open, 0 idle, 1 waiting" in printed(done, "myth-3")
    assert len(pictures(done)) == 6  # three of them stand in for a view


QUERY = """
QUERY = {"burnt": "SELECT 1 / 0", "soup": "SELECT pg_backend_pid()"}
"""
MEND = """
mended = restaurant(waiters=3)

@mended.get("/order")
async def order(dish: str):
    async with mended.state.pool.acquire() as connection:
        return await connection.fetchval(QUERY[dish])
"""
ONLY_WHEN_WELL = """
mended = restaurant(waiters=3)

@mended.get("/order")
async def order(dish: str):
    connection = await mended.state.pool.acquire()
    result = await connection.fetchval(QUERY[dish])
    await mended.state.pool.release(connection)
    return result
"""
CLOSED = """
mended = restaurant(waiters=3)

@mended.get("/order")
async def order(dish: str):
    connection = await mended.state.pool.acquire()
    try:
        return await connection.fetchval(QUERY[dish])
    finally:
        await connection.close()
"""
DIRECT = """
mended = restaurant(waiters=3)

@mended.get("/order")
async def order(dish: str):
    connection = await asyncpg.connect(db.dsn)
    try:
        return await connection.fetchval(QUERY[dish])
    finally:
        await connection.close()
"""
CLOSED_ON_ERROR = """
mended = restaurant(waiters=3)

@mended.get("/order")
async def order(dish: str):
    connection = await mended.state.pool.acquire()
    try:
        result = await connection.fetchval(QUERY[dish])
    except asyncpg.PostgresError:
        await connection.close()
        raise
    await mended.state.pool.release(connection)
    return result
"""
DEPENDENCY = """
from typing import Annotated
from fastapi import Depends

mended = restaurant(waiters=3)

async def lent():
    async with mended.state.pool.acquire() as connection:
        yield connection
        await asyncio.sleep(0.1)  # late: after the answer

@mended.get("/order")
async def order(dish: str, connection: Annotated[asyncpg.Connection, Depends(lent)]):
    return await connection.fetchval(QUERY[dish])
"""
NO_DATABASE = """
mended = restaurant(waiters=3)

@mended.get("/order")
async def order(dish: str):
    async with mended.state.pool.acquire() as connection:
        return 1 / (dish != "burnt")
"""


BEFORE: list[Step] = [
    (cell, None)
    for cell in (
        "predict-reuse", "start", "tiny-pool", "app", "endpoints", "serve", "reuse", "restaurant",
        "visit", "kitchen", "rush-run", "forgetful", "myth-three",
    )
]  # fmt: skip
CASES = {
    "only-when-well": (
        ONLY_WHEN_WELL,
        "in_use, waiting = 5, 3",
        ["✗ Not yet: connections are out", "waiting: 3 is not"],
    ),
    "right": (MEND, "in_use, waiting = 5, 1", ["Right: one backend", "Right: whoever"]),
    "closed": (CLOSED, "in_use, waiting = 3, 1", ["Closed is not given back", "in use: 3 is not"]),
    "dependency": (
        DEPENDENCY,
        "in_use, waiting = '5', '1'",
        ["Right: one backend", "Not tried yet"],
    ),
    "closed-on-error": (
        CLOSED_ON_ERROR,
        "in_use, waiting = 3, 1",
        ["Closed is not given", "in use: 3 is not"],
    ),
    "no-database": (
        NO_DATABASE,
        "in_use, waiting = None, None",
        ["fail in the database", "Not tried yet"],
    ),
    "direct": (DIRECT, "in_use, waiting = 3, 1", ["another backend", "in use: 3 is not"]),
}


def answers(mend: str, counts: str) -> list[Step]:
    return [*tried("turn-mend", QUERY + mend), *tried("turn-count", counts)]


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, str]]:
    cases = {case: answers(*given) for case, (*given, _) in CASES.items()}
    return case_by_case(3, BEFORE, cases | {"the first app": [("serve", "print(server)")]})


@on_answers
def test_the_first_app_goes_on_beside_the_others(told: dict[str, dict[str, str]]) -> None:
    # Served without a name of its own, one of them would stop it.
    assert "serving" in told["the first app"]["serve"]


@on_answers
@pytest.mark.parametrize("case", CASES)
def test_your_turn_judges_what_was_done(case: str, told: dict[str, dict[str, str]]) -> None:
    verdicts = CASES[case][-1]
    assert verdicts[0] in told[case]["turn-mend-check"]
    assert verdicts[1] in told[case]["turn-count-check"]


@in_their_order
def test_your_turn_as_it_is_taken() -> None:
    mends = (None, QUERY + ONLY_WHEN_WELL, QUERY + MEND, QUERY + MEND)
    steps = [
        *BEFORE,
        *tried("turn-mend", *mends),
        *tried("turn-count", None, "in_use, waiting = 5, 3", "in_use, waiting = 5, 1"),
    ]
    told = in_one_kernel(3, steps)
    verdicts = [
        said for (cell, _), said in zip(steps, told, strict=True) if cell.endswith("-check")
    ]
    ways = ["○ Not tried", "✗ Not yet", "Right", "Right"]
    ways += ["Not tried", "waiting: 3 is not", "Right"]
    assert all(way in said for way, said in zip(ways, verdicts, strict=True)), verdicts

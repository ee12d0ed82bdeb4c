"""Lesson 03: what its cells show, and how it judges a learner's answers."""

import pytest
from lessons import answered, executed, in_one_kernel, pictures, printed


@pytest.mark.parametrize("kind", ["embedded", "container"])
def test_every_claim_is_shown(kind: str) -> None:
    done = executed(3, kind)
    assert "/direct: 60 backends" in printed(done, "C10")
    assert "times as many requests per second" in printed(done, "C11")
    assert "in use 3   waiting 5   being served: tables [1, 2, 3]" in printed(done, "C12")
    assert printed(done, "myth-1").count("is served by backend") == 3
    assert "3 open, 0 idle, 1 waiting" in printed(done, "myth-3")
    assert len(pictures(done)) == 5  # two of them stand in for a view


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


@pytest.mark.parametrize(
    ("mend", "counts", "verdicts"),
    [
        (MEND, "in_use, waiting = 5, 1", ["Right: one backend", "Right: whoever"]),
        (DEPENDENCY, "in_use, waiting = '5', '1'", ["Right: one backend", "Not tried yet"]),
        (ONLY_WHEN_WELL, "in_use, waiting = 5, 3", ["are still out", "waiting: 3 is not"]),
        (CLOSED, "in_use, waiting = 3, 1", ["Closed is not given back", "in use: 3 is not"]),
        (CLOSED_ON_ERROR, "in_use, waiting = 3, 1", ["Closed is not given", "in use: 3 is not"]),
        (DIRECT, "in_use, waiting = 3, 1", ["another backend", "in use: 3 is not"]),
        (NO_DATABASE, "in_use, waiting = None, None", ["fail in the database", "Not tried yet"]),
    ],
    ids=[
        "right",
        "dependency",
        "only-when-well",
        "closed",
        "closed-on-error",
        "direct",
        "no-database",
    ],
)
def test_your_turn_judges_what_was_done(mend: str, counts: str, verdicts: list[str]) -> None:
    needed = {
        "predict-reuse",
        "start",
        "tiny-pool",
        "app",
        "endpoints",
        "serve",
        "reuse",
        "restaurant",
        "visit",
        "kitchen",
        "turn-mend-orders",
        "turn-mend-check",
        "turn-count-check",
        "end",
    }
    said = answered(3, {"turn-mend": QUERY + mend, "turn-count": counts}, needed)
    assert verdicts[0] in said["turn-mend-check"]
    assert verdicts[1] in said["turn-count-check"]


def test_your_turn_as_it_is_taken() -> None:
    before = ["predict-reuse", "start", "tiny-pool", "app", "endpoints", "serve", "reuse"]
    before += ["restaurant", "visit", "kitchen"]
    steps: list[tuple[str, str | None]] = [(cell, None) for cell in before]
    for source in (None, QUERY + ONLY_WHEN_WELL, QUERY + MEND, QUERY + MEND):
        steps += [("turn-mend", source), ("turn-mend-check", None)]
        steps += [("turn-mend-orders", None), ("turn-mend-check", None)]
    for source in (None, "in_use, waiting = 5, 3", "in_use, waiting = 5, 1"):
        steps += [("turn-count", source), ("turn-count-check", None)]
    told = in_one_kernel(3, steps)
    verdicts = [
        said for (cell, _), said in zip(steps, told, strict=True) if cell.endswith("-check")
    ]
    ways = ["Run the cell above", "Not yet"] * 2 + ["Run the cell above", "Right"] * 2
    ways += ["Not tried", "waiting: 3 is not", "Right"]
    assert all(way in said for way, said in zip(ways, verdicts, strict=True)), verdicts

"""Lesson 03: what its cells show, and how it judges a learner's answers."""

import pytest
from lessons import answered, executed, pictures, printed


@pytest.mark.parametrize("kind", ["embedded", "container"])
def test_every_claim_is_shown(kind: str) -> None:
    done = executed(3, kind)
    assert "/direct: 60 backends" in printed(done, "C10")
    assert "times as many requests per second" in printed(done, "C11")
    assert "in use 3   waiting 5   being served: tables [1, 2, 3]" in printed(done, "C12")
    assert printed(done, "myth-1").count("is served by backend") == 3
    assert "3 open, 0 idle" in printed(done, "myth-3")
    assert len(pictures(done)) == 7  # two of them stand in for a view


MEND = """
mended = restaurant(waiters=3)

@mended.get("/order")
async def order(dish: str):
    async with mended.state.pool.acquire() as connection:
        return await connection.fetchval("SELECT 1 / 0" if dish == "burnt" else "SELECT 1")
"""
ONLY_WHEN_WELL = """
mended = restaurant(waiters=3)

@mended.get("/order")
async def order(dish: str):
    connection = await mended.state.pool.acquire()
    result = await connection.fetchval("SELECT 1 / 0" if dish == "burnt" else "SELECT 1")
    await mended.state.pool.release(connection)
    return result
"""
CLOSED = """
mended = restaurant(waiters=3)

@mended.get("/order")
async def order(dish: str):
    connection = await mended.state.pool.acquire()
    try:
        return await connection.fetchval("SELECT 1 / 0" if dish == "burnt" else "SELECT 1")
    finally:
        await connection.close()
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
        (MEND, "in_use, waiting = 5, 1", ["Right: it came back", "Right: whoever"]),
        (ONLY_WHEN_WELL, "in_use, waiting = 5, 3", ["are still out", "waiting: 3 is not"]),
        (CLOSED, "in_use, waiting = 3, 1", ["closed is not given back", "in use: 3 is not"]),
        (NO_DATABASE, "in_use, waiting = None, None", ["fail in the database", "Not tried yet"]),
    ],
    ids=["right", "only-when-well", "closed", "no-database"],
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
        "tables-served",
        "kitchen",
        "turn-mend-orders",
        "turn-mend-check",
        "turn-count-check",
        "end",
    }
    said = answered(3, {"turn-mend": mend, "turn-count": counts}, needed)
    assert verdicts[0] in said["turn-mend-check"]
    assert verdicts[1] in said["turn-count-check"]

"""The same query by pgbench and by asyncpg, with and without a connection for each."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial

import asyncpg  # type: ignore[import-untyped]
from uvicorn.loops.auto import auto_loop_factory

from bench.app import database
from bench.rounds import Part, Rounds
from bench.tables import OF_PAIRS, middle, of_pairs, ratios, table

CLIENTS = 10
SQL = "SELECT 1"
NOTE = (
    "pgbench keeps its connections; asyncpg's pool lends one for each query and resets it "
    "afterwards, which is a second round trip."
)
Query = Callable[[], Awaitable[object]]


async def per_second(query: Query, seconds: int) -> float:
    """Return how many queries a second ten tasks get, each asking again once answered."""
    end = time.perf_counter() + seconds

    async def client() -> int:
        done = 0
        while time.perf_counter() < end:
            await query()
            done += 1
        return done

    began = time.perf_counter()
    done = sum(await asyncio.gather(*[client() for _ in range(CLIENTS)]))
    return done / (time.perf_counter() - began)


async def direct(dsn: str, seconds: int) -> float:
    """Return the queries a second, each on a connection of its own."""

    async def query() -> None:
        connection = await asyncpg.connect(dsn)
        try:
            await connection.fetchval(SQL)
        finally:
            await connection.close()

    return await per_second(query, seconds)


async def pooled(dsn: str, seconds: int) -> float:
    """Return the queries a second through a pool with a connection for every task."""
    async with asyncpg.create_pool(dsn, min_size=CLIENTS, max_size=CLIENTS) as pool:
        return await per_second(partial(pool.fetchval, SQL), seconds)


def with_asyncpg(
    way: Callable[[str, int], Awaitable[float]], dsn: str, seconds: int
) -> float:  # fmt: skip
    """Run one of the two in a fresh event loop of the kind that uvicorn takes."""
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        return runner.run(way(dsn, seconds))  # type: ignore[arg-type]


def measure(rounds: Rounds) -> str:
    """Return the table of transactions a second."""
    with database() as db:

        def pgbench(connect: bool) -> float:
            return db.pgbench(CLIENTS, rounds.seconds, connect=connect, sql=SQL).per_second

        found = rounds.pairs({
            ("pgbench", "direct"): partial(pgbench, True),
            ("pgbench", "pooled"): partial(pgbench, False),
            ("asyncpg", "direct"): partial(with_asyncpg, direct, db.dsn, rounds.seconds),
            ("asyncpg", "pooled"): partial(with_asyncpg, pooled, db.dsn, rounds.seconds),
        })  # fmt: skip
        where = f"PostgreSQL {db.version}, {db.kind}"
    rows = []
    for tool in ("pgbench", "asyncpg"):
        apart, kept = found[tool, "direct"], found[tool, "pooled"]
        gap = ratios(kept, apart)
        rows.append([tool, middle(apart, 0), middle(kept, 0), *of_pairs(gap, 1)])
    head = ["client", "connection per transaction", "kept or pooled", *OF_PAIRS]
    title = f"Transactions per second and the gap, {SQL}, {CLIENTS} clients ({where})"
    return table(title, head, rows, NOTE)


PGBENCH = Part(lambda: None, lambda: 8, measure)

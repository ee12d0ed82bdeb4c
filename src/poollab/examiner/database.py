"""The examiner's own eyes on PostgreSQL: a turnstile, and who stands before it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import psycopg

from poollab.examiner.looks import pauses

SCHEMA = """
    CREATE SCHEMA examiner;
    CREATE TABLE examiner.asked ();  -- each query scans it: the server counts, read-only ones, too
    CREATE UNLOGGED SEQUENCE examiner.limited;  -- keeps the milliseconds that a query may take
    CREATE FUNCTION examiner.turnstile() RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        PERFORM FROM examiner.asked;
        PERFORM pg_stat_force_next_flush();  -- as soon as the transaction ends
        IF NOT current_setting('transaction_read_only')::bool
            AND current_setting('statement_timeout') <> '0'
        THEN
            PERFORM setval('examiner.limited',
                ceil(1000 * extract(epoch FROM current_setting('statement_timeout')::interval))
                ::bigint);
        END IF;
        PERFORM pg_advisory_xact_lock_shared(1);
        RAISE SQLSTATE 'PASST';
    EXCEPTION WHEN SQLSTATE 'PASST' THEN
        -- what was done in this block is undone, the lock too, and also if it is cut off anywhere
    END $$;
    CREATE TABLE examiner.orders (number int PRIMARY KEY, dish text, price int);
    CREATE FUNCTION examiner.all_orders() RETURNS SETOF examiner.orders LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        PERFORM examiner.turnstile();
        RETURN QUERY SELECT * FROM examiner.orders;
    END $$;
    CREATE VIEW public.orders AS SELECT * FROM examiner.all_orders();
    GRANT USAGE ON SCHEMA examiner TO public;
    GRANT SELECT ON public.orders TO public;
"""
_BLOCKED = """
    SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database
     WHERE d.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted
"""
_BACKENDS = """
    SELECT pid, state, query FROM pg_stat_activity
     WHERE datname = current_database() AND usename = %s AND backend_type = 'client backend'
"""


class Database:
    """One task's database, seen by the examiner; ``role`` is whose backends are looked at.

    Every query on the view ``orders`` has to pass the turnstile.
    """

    def __init__(self, connection: psycopg.AsyncConnection[Any], role: str) -> None:
        """Look through a superuser's connection."""
        self._connection, self._role = connection, role

    @property
    def is_gone(self) -> bool:
        """Whether the server has ended the connection."""
        return self._connection.closed

    async def query(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Run one statement as a superuser; return its rows."""
        cursor = await self._connection.execute(sql, parameters or None)
        return await cursor.fetchall() if cursor.description else []

    async def asked(self) -> int:
        """Return how many queries have come to the turnstile, of transactions that have ended."""
        [(count,)] = await self.query("SELECT pg_stat_get_numscans('examiner.asked'::regclass)")
        return int(count)

    async def asked_since(self, before: int, number: int, over: Callable[[], bool]) -> int:
        """Wait until so many queries have come since then, or it is over; return how many have."""
        pause = pauses()
        while (seen := await self.asked() - before) < number and not over():
            await asyncio.sleep(next(pause))
        return seen

    async def limited(self) -> int:
        """Return the milliseconds after which the server would end a query, as asked; 0: never."""
        [(limit, is_called)] = await self.query(
            "SELECT last_value, is_called FROM examiner.limited"
        )
        return int(limit) if is_called else 0

    async def backends(self) -> dict[int, tuple[str, str]]:
        """Return state and last query of each backend of the answer, by pid."""
        return {pid: (state, query) for pid, state, query in
                await self.query(_BACKENDS, self._role)}  # fmt: skip

    async def blocked(self) -> set[int]:
        """Return the pids of the backends that stand before the turnstile."""
        return {pid for (pid,) in await self.query(_BLOCKED)}

    @asynccontextmanager
    async def turnstile(self) -> AsyncIterator[None]:
        """Close the turnstile; open it when the block ends."""
        await self.query("SELECT pg_advisory_lock(1)")
        try:
            yield
        finally:
            await self.query("SELECT pg_advisory_unlock(1)")

    async def allow(self, number: int) -> None:
        """Let the answer have so many connections at once: more, and the server refuses them."""
        await self.query(f"ALTER ROLE {self._role} CONNECTION LIMIT {number}")

    async def kill(self) -> int:
        """End every backend of the answer, as a server that restarts would; return how many."""
        pids = list(await self.backends())
        await self.query("SELECT pg_terminate_backend(pid) FROM unnest(%s) AS pid", pids)
        # the server waits until a process is gone, and its socket with it; all have their order
        await self.query("SELECT pg_terminate_backend(pid, 5000) FROM unnest(%s) AS pid", pids)
        return len(pids)


@asynccontextmanager
async def looked_at(dsn: str, role: str, orders: dict[int, int]) -> AsyncIterator[Database]:
    """Fill a task's database through a superuser's DSN; yield the examiner's eyes on it."""
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
        await connection.execute(SCHEMA)
        async with connection.cursor().copy("COPY examiner.orders FROM STDIN") as copy:
            for number, price in orders.items():
                await copy.write_row((number, f"dish {number}", price))
        yield Database(connection, role)

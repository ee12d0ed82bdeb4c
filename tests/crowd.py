"""Requests on a pool of each library, and a turnstile that the test holds."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, nullcontext
from itertools import count
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool, ConnectionPool
from sqlalchemy import Engine, NullPool, create_engine, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from poollab.postgres.instance import Postgres
from poollab.request import under_way

keys = count(1)


class Turnstile:
    """A lock that the test holds and every request has to pass."""

    def __init__(self, db: Postgres) -> None:
        self.db = db
        self.key = next(keys)
        self.sql = f"select pg_advisory_xact_lock_shared({self.key})"
        self.connection = psycopg.connect(db.dsn, autocommit=True)
        self.connection.execute(f"select pg_advisory_lock({self.key})")

    def blocked(self) -> set[int]:
        """Return the pids of the backends that stand before it, as the server says."""
        rows = self.db.query(
            "select pid from pg_locks where locktype = 'advisory' and objid = %s and not granted",
            self.key,
        )
        return {row[0] for row in rows}

    def open(self) -> None:
        """Let everybody through, for good."""
        self.connection.close()


@pytest.fixture
def turnstile(db: Postgres) -> Iterator[Turnstile]:
    held = Turnstile(db)
    yield held
    held.open()


class Crowd:
    """Requests on one pool, each of which borrows a connection and runs a query."""

    def __init__(self, kind: str, dsn: str, size: int) -> None:
        self.kind = kind
        self.stack = ExitStack()
        self.threads = self.stack.enter_context(ThreadPoolExecutor(20))
        self.loop = asyncio.new_event_loop()
        runner = threading.Thread(target=self.loop.run_forever)
        runner.start()
        self.stack.callback(runner.join)
        self.stack.callback(self.loop.call_soon_threadsafe, self.loop.stop)
        self.pool: Any = self.in_loop(self.make(dsn, size)).result()
        self.forgotten: list[Any] = []

    def in_loop(self, coroutine: Any) -> "Future[Any]":
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop)

    async def make(self, dsn: str, size: int) -> Any:
        async_url = dsn.replace("postgresql:", "postgresql+asyncpg:")
        limits: dict[str, Any] = {"pool_size": size, "max_overflow": 0, "pool_timeout": 60}
        match self.kind:
            case "asyncpg":
                return await asyncpg.create_pool(dsn, min_size=0, max_size=size)
            case "sqlalchemy":
                return create_engine(dsn, **limits)
            case "sqlalchemy async":
                return create_async_engine(async_url, **limits)
            case "sqlalchemy, no pool":
                return create_engine(dsn, poolclass=NullPool)
            case "psycopg":
                return ConnectionPool(dsn, min_size=0, max_size=size, timeout=60, open=True)
        pool = AsyncConnectionPool(dsn, min_size=0, max_size=size, timeout=60, open=False)
        await pool.open()
        return pool

    @property
    def is_sync(self) -> bool:
        return isinstance(self.pool, Engine | ConnectionPool)

    def ask(self, sql: str, path: str = "") -> "Future[Any]":
        """Send one request; with a ``path`` it is one of HTTP."""
        if self.is_sync:
            return self.threads.submit(self.query, sql, path)
        return self.in_loop(self.query_async(sql, path))

    def query(self, sql: str, path: str) -> None:
        with request_to(path):
            if isinstance(self.pool, Engine):
                with self.pool.connect() as connection:
                    connection.execute(text(sql))
            else:
                with self.pool.connection() as connection:
                    connection.execute(sql)

    async def query_async(self, sql: str, path: str) -> None:
        with request_to(path):
            if isinstance(self.pool, AsyncEngine):
                async with self.pool.connect() as connection:
                    await connection.execute(text(sql))
            elif isinstance(self.pool, AsyncConnectionPool):
                async with self.pool.connection() as connection:
                    await connection.execute(sql)
            else:
                await self.pool.execute(sql)

    def forget(self, path: str) -> None:
        """Send a request that takes a connection and does not give it back."""
        if self.is_sync:
            self.forgotten.append(self.threads.submit(self.take, path).result())
        else:
            self.forgotten.append(self.in_loop(self.take_async(path)).result())

    def take(self, path: str) -> Any:
        with request_to(path):
            return self.pool.connect() if self.kind == "sqlalchemy" else self.pool.getconn()

    async def take_async(self, path: str) -> Any:
        with request_to(path):
            match self.kind:
                case "asyncpg":
                    return await self.pool.acquire()
                case "sqlalchemy async":
                    return await self.pool.connect()
            return await self.pool.getconn()

    def give_back(self) -> None:
        """Give back what was forgotten."""
        for connection in self.forgotten:
            match self.kind:
                case "sqlalchemy":
                    connection.close()
                case "sqlalchemy async":
                    self.in_loop(connection.close()).result()
                case "psycopg":
                    self.pool.putconn(connection)
                case "psycopg async":
                    self.in_loop(self.pool.putconn(connection)).result()
                case _:
                    self.in_loop(self.pool.release(connection)).result()
        self.forgotten.clear()

    def close(self) -> None:
        with self.stack:
            self.give_back()
            if isinstance(self.pool, Engine):
                self.pool.dispose()
            elif isinstance(self.pool, ConnectionPool):
                self.pool.close()
            elif isinstance(self.pool, AsyncEngine):
                self.in_loop(self.pool.dispose()).result()
            else:
                self.in_loop(self.pool.close()).result()


def request_to(path: str) -> AbstractContextManager[None]:
    """Return the context of an HTTP request; without a path, of none."""
    return under_way("GET", path) if path else nullcontext()


POOLS = ["asyncpg", "sqlalchemy", "sqlalchemy async", "psycopg", "psycopg async"]


def gathered(kind: str, dsn: str) -> Iterator[Crowd]:
    """Yield a crowd on a pool of three, for a fixture; it is gone afterwards."""
    made = Crowd(kind, dsn, size=3)
    yield made
    made.close()


@pytest.fixture
def crowd(request: pytest.FixtureRequest, db: Postgres) -> Iterator[Crowd]:
    yield from gathered(request.param, db.dsn)


each_pool = pytest.mark.parametrize("crowd", POOLS, indirect=True)

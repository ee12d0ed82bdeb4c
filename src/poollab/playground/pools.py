"""The pools that the playground's app can use: one of each library, used in the same way.

This is code to be read. What an app of your own needs of it is one of the three classes.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

GRACE = 15
"""Seconds that a pool gets, when another has taken its place, to get back what it has lent."""


class NoConnection(Exception):
    """Nobody gave a connection back in time, or the server refused to open one."""


class Pool:
    """What the three have in common: lending, and an end in good order."""

    pool: Any
    """The library's own pool or engine."""

    def __init__(self) -> None:
        self.users = 0
        """Requests that have a connection, or wait for one."""
        self.forgotten: list[Any] = []
        """Connections that leaked; as long as somebody names them, Python doesn't collect them."""
        self.unused = asyncio.Event()
        self.unused.set()

    @asynccontextmanager
    async def lend(self) -> AsyncIterator[Any]:
        """Lend a connection for the block. Raises NoConnection."""
        self.users += 1
        self.unused.clear()
        try:
            try:
                connection = await self.take()
            except Exception as error:  # each library, and the server, has its own
                raise NoConnection(str(error) or "the pool gave none in time") from error
            try:
                yield connection
            finally:
                await self.give_back(connection)
        finally:
            self.users -= 1
            if not self.users:
                self.unused.set()

    async def retire(self) -> bool:
        """Close the pool when its last user has gone; say whether all went in time.

        A connection that leaked never comes back. So there is an end to waiting, and what is still
        out then is cut off.
        """
        try:
            await asyncio.wait_for(self.unused.wait(), GRACE)
        except TimeoutError:
            return False
        finally:
            await self.close()
        return True

    async def fill(self, number: int) -> None:
        """Open so many connections now, as an app may do at its start."""
        taken = []
        try:
            for _ in range(number):
                taken.append(await self.take())
        finally:
            for connection in taken:
                await self.give_back(connection)

    async def take(self) -> Any:
        """Take a connection, which has to be given back."""
        raise NotImplementedError

    async def give_back(self, connection: Any) -> None:
        """Give it back."""
        raise NotImplementedError

    async def query(self, connection: Any, sql: str, value: float) -> Any:
        """Return the first value that a query with one parameter, ``{}``, gives."""
        raise NotImplementedError

    async def close(self) -> None:
        """Close every connection, also those that are out."""
        raise NotImplementedError


class Asyncpg(Pool):
    """asyncpg knows one limit: size and overflow together."""

    async def open(self, dsn: str, size: int, overflow: int, timeout: float) -> None:
        """Open the pool; connections are opened when somebody asks."""
        self.timeout = timeout
        self.pool = await asyncpg.create_pool(dsn, min_size=0, max_size=size + overflow)

    async def take(self) -> Any:
        """Take a connection, or wait; without a timeout it would be for ever."""
        return await self.pool.acquire(timeout=self.timeout)

    async def give_back(self, connection: Any) -> None:
        """Give it back; asyncpg resets it."""
        await self.pool.release(connection)

    async def query(self, connection: Any, sql: str, value: float) -> Any:
        """Ask with asyncpg's own parameters."""
        return await connection.fetchval(sql.format("$1"), value)

    async def close(self) -> None:
        """Cut off what is out: ``pool.close()`` would wait for it."""
        self.pool.terminate()


class Alchemy(Pool):
    """SQLAlchemy keeps ``size`` connections and opens so many more at need."""

    async def open(self, dsn: str, size: int, overflow: int, timeout: float) -> None:
        """Make the engine; connections are opened when somebody asks."""
        self.pool = create_async_engine(
            dsn.replace("postgresql:", "postgresql+asyncpg:"),
            pool_size=size, max_overflow=overflow, pool_timeout=timeout,
        )  # fmt: skip
        self.out: set[Any] = set()

    async def take(self) -> Any:
        """Take a connection, or wait."""
        connection = await self.pool.connect()
        self.out.add(connection)
        return connection

    async def give_back(self, connection: Any) -> None:
        """Give it back; SQLAlchemy rolls back what was not committed."""
        self.out.discard(connection)
        await connection.close()

    async def query(self, connection: Any, sql: str, value: float) -> Any:
        """Ask with SQLAlchemy's own parameters."""
        return await connection.scalar(text(sql.format(":value")), {"value": value})

    async def close(self) -> None:
        """Close what is idle and, as ``dispose()`` does not, what is out."""
        for connection in self.out:
            await connection.invalidate()
        await self.pool.dispose()


class Psycopg(Pool):
    """psycopg_pool, too, knows one limit; its own tasks open connections."""

    async def open(self, dsn: str, size: int, overflow: int, timeout: float) -> None:
        """Open the pool; connections are opened when somebody asks."""
        self.pool = AsyncConnectionPool(
            dsn, min_size=0, max_size=size + overflow, timeout=timeout, open=False,
            name=f"playground-{id(self)}",
        )  # fmt: skip
        self.out: set[Any] = set()
        await self.pool.open()

    async def take(self) -> Any:
        """Take a connection, or wait."""
        connection = await self.pool.getconn()
        self.out.add(connection)
        return connection

    async def give_back(self, connection: Any) -> None:
        """Give it back; the pool rolls back what was not committed."""
        self.out.discard(connection)
        await self.pool.putconn(connection)

    async def query(self, connection: Any, sql: str, value: float) -> Any:
        """Ask with psycopg's own parameters."""
        cursor = await connection.execute(sql.format("%s"), [value])
        return (await cursor.fetchone())[0]

    async def close(self) -> None:
        """Close what is idle and, as ``pool.close()`` does not, what is out."""
        await self.pool.close(timeout=0)
        for connection in self.out:
            await connection.close()


LIBRARIES = {"asyncpg": Asyncpg, "SQLAlchemy": Alchemy, "psycopg_pool": Psycopg}

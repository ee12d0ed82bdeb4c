"""The pools that the playground's app can use: one of each library, used in the same way.

This is code to be read. What an app of your own needs of it is one of the three classes.
"""

from typing import Any

import asyncpg  # type: ignore[import-untyped]
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from poollab.playground.lending import Pool


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
        for connection in list(self.out):
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
        for connection in list(self.out):
            await connection.close()


LIBRARIES: dict[str, type[Pool]] = {
    "asyncpg": Asyncpg,
    "SQLAlchemy": Alchemy,
    "psycopg_pool": Psycopg,
}

"""What the pools of the playground have in common: lending, and an end in good order.

This is code to be read.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

GRACE = 15
"""Seconds that a pool gets, when another has taken its place, to get back what it has lent."""


class NoConnection(Exception):
    """Nobody gave a connection back in time, or the server refused to open one."""


class Pool:
    """Lends connections of a library's own pool."""

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

    async def lose(self) -> None:
        """Lend a connection to somebody who forgets it: ``lend`` without its end."""
        self.forgotten.append(await self.take())
        self.users += 1
        self.unused.clear()

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

    async def open(self, dsn: str, size: int, overflow: int, timeout: float) -> None:
        """Open the pool for ``size`` connections and so many more; ``timeout`` is in seconds."""
        raise NotImplementedError

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

"""PgBouncer with two backends, of which one is always busy; and what was served then."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import asyncpg  # type: ignore[import-untyped]


@asynccontextmanager
async def two_backends(dsn: str) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Keep one of the two backends of a PgBouncer (in transaction mode) busy, the other serves.

    ``await`` what it gives, called, and they change places. Raises what asyncpg raises.
    """
    busy, free = [await asyncpg.connect(dsn, statement_cache_size=0) for _ in range(2)]

    async def other() -> None:
        nonlocal busy, free
        await free.execute("BEGIN")  # a transaction pins a backend
        await busy.execute("COMMIT")
        busy, free = free, busy

    try:
        await busy.execute("BEGIN")
        yield other
    finally:
        for client in (busy, free):
            await client.close()


def counted(got: str | list[str]) -> str:
    """Say how many of each were served; leave alone what is said already."""
    if isinstance(got, str):
        return got
    return ", ".join(f"{count} x {dish}" for dish, count in Counter(got).items())

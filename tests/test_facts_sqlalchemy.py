"""What the lessons say of SQLAlchemy."""

import asyncio

import asyncpg  # type: ignore[import-untyped]
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import InvalidRequestError, TimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from poollab import wire
from poollab.kitchen import Kitchen
from poollab.postgres.instance import Postgres

IN_TIME = 10  # seconds: bounds what fails
MEAL = "SELECT 1 FROM pg_advisory_xact_lock_shared(1)"


def to_asyncpg(dsn: str) -> str:
    """Return a DSN for SQLAlchemy with asyncpg."""
    return dsn.replace("postgresql:", "postgresql+asyncpg:")


@pytest.mark.anyio
@pytest.mark.says("05/heart-why")
async def test_a_sync_checkout_waits_in_the_loop(each_server: Postgres) -> None:
    """With an empty pool a sync checkout waits in the loop, which the lender needs to give back."""
    engine = create_engine(each_server.dsn, pool_size=1, max_overflow=0, pool_timeout=0.2)
    happened = []

    async def holder() -> None:
        with engine.connect():
            await asyncio.sleep(0)  # gives back at the loop's next turn
        happened.append("given back")

    async def guest() -> None:
        with pytest.raises(TimeoutError), engine.connect():
            pass
        happened.append("timed out")

    try:
        async with asyncio.timeout(IN_TIME):
            await asyncio.gather(holder(), guest())
    finally:
        engine.dispose()
    assert happened == ["timed out", "given back"]


@pytest.mark.says("05/share-why", "05/bistro")
def test_a_session_takes_its_connection_late(each_server: Postgres) -> None:
    """A session takes its connection at its first query; a commit gives it back."""
    engine = create_engine(each_server.dsn)
    out = []
    try:
        with Session(engine) as session:
            out.append(engine.pool.checkedout())  # type: ignore[attr-defined]
            session.scalar(text("SELECT 1"))
            out.append(engine.pool.checkedout())  # type: ignore[attr-defined]
            session.commit()
            out.append(engine.pool.checkedout())  # type: ignore[attr-defined]
    finally:
        engine.dispose()
    assert out == [0, 1, 0]


@pytest.mark.anyio
@pytest.mark.says("05/share-why")
async def test_a_commit_ends_the_transaction_of_both(each_server: Postgres) -> None:
    """A commit in one task ends the transaction of all that share the session."""
    engine = create_async_engine(to_asyncpg(each_server.dsn))
    try:
        async with AsyncSession(engine) as shared, asyncio.timeout(IN_TIME):
            await shared.scalar(text("SELECT 1"))
            commit = asyncio.create_task(shared.commit())
            await asyncio.sleep(0)
            with pytest.raises(InvalidRequestError):
                await shared.scalar(text("SELECT 2"))
            await commit
            number = text("SELECT pg_current_xact_id()::text")
            first = await shared.scalar(number)
            assert await shared.scalar(number) == first
            await shared.commit()
            assert await shared.scalar(number) != first
    finally:
        await engine.dispose()


async def backend(engine: AsyncEngine) -> object:
    """Return the pid of a connection's backend."""
    async with engine.connect() as connection:
        return await connection.scalar(text("SELECT pg_backend_pid()"))


async def waited_for(engine: AsyncEngine) -> list[object]:
    """Return what two get who need the same connection: the second has to wait for it."""
    async with asyncio.timeout(IN_TIME):
        both = await asyncio.gather(backend(engine), backend(engine), return_exceptions=True)
    return [*both]


@pytest.mark.says("05/loops-why")
def test_psycopg_seems_to_work_in_a_second_loop(each_server: Postgres) -> None:
    """With psycopg a second loop gets the connection, until one has to wait in both loops."""
    engine = create_async_engine(each_server.dsn, pool_size=1, max_overflow=0, pool_timeout=2)
    try:
        assert asyncio.run(backend(engine)) == asyncio.run(backend(engine))
        assert not [e for e in asyncio.run(waited_for(engine)) if isinstance(e, Exception)]
        second = asyncio.run(waited_for(engine))
        assert any("different event loop" in str(answer) for answer in second), second
    finally:
        engine.sync_engine.dispose(close=False)


@pytest.mark.anyio
@pytest.mark.says("05/cancel-why")
@pytest.mark.parametrize("library", ["asyncpg", "SQLAlchemy"])
async def test_a_cancel_request_takes_a_second_connection(
    each_server: Postgres, library: str
) -> None:
    """Cancelled in mid-query, the driver asks on a second connection that the query be dropped."""
    with wire.record(each_server.dsn) as tap:
        engine = create_async_engine(to_asyncpg(tap.dsn))
        lent = engine.connect() if library == "SQLAlchemy" else asyncpg.create_pool(
            tap.dsn, min_size=1, max_size=1
        )  # fmt: skip
        async with Kitchen(each_server.dsn) as kitchen, lent as one:
            meal = one.scalar(text(MEAL)) if isinstance(one, AsyncConnection) else one.fetch(MEAL)
            asked = asyncio.create_task(meal)
            await kitchen.guests(1)
            asked.cancel()
            async with asyncio.timeout(IN_TIME):
                while await kitchen.guests(0):
                    await asyncio.sleep(0.01)
        await engine.dispose()
        names = [{message.name for message in each.messages} for each in tap.conversations]
    assert ["CancelRequest" in each for each in names] == [False, True]

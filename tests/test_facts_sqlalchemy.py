"""What the lessons say of SQLAlchemy."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import DBAPIError, InvalidRequestError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import Session

from poollab import watch, wire
from poollab.kitchen import Kitchen
from poollab.postgres.instance import Postgres

pytestmark = pytest.mark.anyio


def url(dsn: str) -> str:
    """Return a DSN as SQLAlchemy wants it for asyncpg."""
    return dsn.replace("postgresql://", "postgresql+asyncpg://")


@pytest.mark.says("03/myth-three-why")
async def test_a_forgotten_connection_is_idle_in_transaction(each_server: Postgres) -> None:
    """To the server a connection forgotten with SQLAlchemy is idle in transaction."""
    engine = create_async_engine(url(each_server.dsn), pool_size=1)
    try:
        connection = await engine.connect()
        pid = await connection.scalar(text("SELECT pg_backend_pid()"))
        state = each_server.query("SELECT state FROM pg_stat_activity WHERE pid = %s", pid)
        assert state == [("idle in transaction",)]
        await connection.close()
    finally:
        await engine.dispose()


PID = text("SELECT pg_backend_pid()")


def driven(db: Postgres, at: int = 0) -> str:
    """Return the server's URL for asyncpg, or that of a port on this machine."""
    url = db.dsn.replace("postgresql://", "postgresql+asyncpg://")
    return f"{url.rpartition('@')[0]}@127.0.0.1:{at}/{db.role_name}" if at else url


@asynccontextmanager
async def engine(url: str, **settings: Any) -> AsyncIterator[AsyncEngine]:
    """Make an engine; at the end close what it holds, without waiting for the server."""
    made = create_async_engine(url, **settings)
    try:
        async with asyncio.timeout(15):
            yield made
    finally:
        with suppress(TimeoutError):
            await asyncio.wait_for(made.dispose(), 1)


async def used(engine: AsyncEngine) -> int:
    """Borrow a connection, ask for its backend, give it back."""
    async with engine.connect() as connection:
        return int(await connection.scalar(PID) or 0)


@pytest.mark.says("04/sqlalchemy-app-text")
async def test_a_session_without_a_commit_writes_nothing(each_server: Postgres) -> None:
    """Without a commit all that a session wrote is rolled back."""
    async with engine(driven(each_server)) as pool:
        sessions = async_sessionmaker(pool)
        counted = {}
        for commits in (False, True):
            async with sessions() as session:
                await session.execute(text("CREATE TABLE written (id int)"))
                if commits:
                    await session.commit()
            async with sessions() as session:
                counted[commits] = await session.scalar(text("SELECT to_regclass('written')"))
        async with sessions.begin() as session:
            await session.execute(text("DROP TABLE written"))
    assert counted == {False: None, True: "written"}


@pytest.mark.says("glossary/recycle")
async def test_the_age_is_checked_when_lent(each_server: Postgres) -> None:
    """SQLAlchemy checks the age when it lends a connection: while idle, an old one stays."""
    async with engine(driven(each_server), pool_size=1, pool_recycle=0.1) as pool:
        first = await used(pool)
        await asyncio.sleep(0.3)
        assert each_server.query("SELECT 1 FROM pg_stat_activity WHERE pid = %s", first)
        assert await used(pool) != first


@pytest.mark.says("04/timeout-why")
async def test_pool_timeout_does_not_cover_opening(each_server: Postgres) -> None:
    """SQLAlchemy's pool_timeout does not cover opening a connection."""
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1", 0) as silent:
        port = silent.sockets[0].getsockname()[1]
        async with engine(driven(each_server, port), pool_timeout=0.1) as pool:
            asking = asyncio.ensure_future(used(pool))
            done, _ = await asyncio.wait([asking], timeout=0.6)
            assert not done
            asking.cancel()
            await asyncio.wait([asking])


@pytest.mark.says("04/overflow-why", "06/life-why", "06/cards", "glossary/overflow")
async def test_who_comes_back_first_is_kept(each_server: Postgres) -> None:
    """No connection is an overflow connection: who comes back first is kept."""
    async with engine(driven(each_server), pool_size=1, max_overflow=1) as pool:
        first, second = await pool.connect(), await pool.connect()
        late = await second.scalar(PID)
        await second.close()
        await first.close()
        assert await used(pool) == late


@pytest.mark.says("04/sqlalchemy-text")
async def test_making_a_session_catches_nothing(each_server: Postgres) -> None:
    """A session connects lazily, at its first query: making it raises nothing."""
    async with engine(driven(each_server, 1)) as pool, async_sessionmaker(pool)() as session:
        with pytest.raises(OSError, match="Connect call failed"):
            await session.scalar(PID)


@pytest.mark.says("04/sqlalchemy-lifespan")
async def test_dispose_waits_for_no_borrower(each_server: Postgres) -> None:
    """dispose() waits for no borrower."""
    async with engine(driven(each_server)) as pool:
        connection = await pool.connect()
        await asyncio.wait_for(pool.dispose(), 5)
        assert await connection.scalar(PID)
        await connection.close()


@pytest.mark.says("04/defaults")
def test_create_engine_wants_the_prefix() -> None:
    """create_engine calls the pool's timeout pool_timeout."""
    create_engine("postgresql+psycopg://", pool_timeout=1)
    with pytest.raises(TypeError):
        create_engine("postgresql+psycopg://", timeout=1)


@pytest.mark.says("06/killed-why")
async def test_the_first_failure_replaces_the_older(each_server: Postgres) -> None:
    """The first failure warns SQLAlchemy: it replaces every older connection."""
    async with engine(driven(each_server), pool_size=2) as pool:
        first, second = await pool.connect(), await pool.connect()
        pids = [await first.scalar(PID), await second.scalar(PID)]
        await first.close()
        await second.close()
        assert each_server.kill(int(pids[0] or 0))
        with pytest.raises(Exception, match="closed"):
            await used(pool)
        assert await used(pool) not in pids


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
        with pytest.raises(PoolTimeoutError), engine.connect():
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
@pytest.mark.says("05/share-why", "errors/isce-text")
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


@pytest.mark.anyio
@pytest.mark.says("05/behind-why")
async def test_a_session_that_resets_only_or_not(each_server: Postgres) -> None:
    """Once closed, a session takes a connection again; with close_resets_only=False it refuses."""
    engine = create_async_engine(to_asyncpg(each_server.dsn))
    try:
        for resets_only in True, False:
            async with AsyncSession(engine, close_resets_only=resets_only) as session:
                await session.scalar(text("SELECT 1"))
            if resets_only:
                assert await session.scalar(text("SELECT 1")) == 1
                assert engine.pool.checkedout() == 1  # type: ignore[attr-defined]
                await session.close()
            else:
                with pytest.raises(InvalidRequestError, match="permanently closed"):
                    await session.scalar(text("SELECT 1"))
        assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
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
            # Whoever gives the connection back before the task has ended finds it half closed.
            await asyncio.wait([asked], timeout=IN_TIME)
            async with asyncio.timeout(IN_TIME):
                while await kitchen.guests(0):
                    await asyncio.sleep(0.01)
        await engine.dispose()
        names = [{message.name for message in each.messages} for each in tap.conversations]
    assert ["CancelRequest" in each for each in names] == [False, True]


@pytest.mark.says("06/killed-why")
async def test_an_error_of_a_query_replaces_nothing(each_server: Postgres) -> None:
    """Only an error that says that a connection is lost makes SQLAlchemy replace connections."""
    async with engine(driven(each_server), pool_size=1) as pool:
        before = await used(pool)
        with pytest.raises(DBAPIError, match="division by zero"):
            async with pool.connect() as connection:
                await connection.execute(text("SELECT 1 / 0"))
        assert await used(pool) == before


@pytest.mark.says("06/telephone-text")
async def test_a_commit_gives_no_connection_back(each_server: Postgres) -> None:
    """A commit inside ``engine.connect()`` does not give the connection back."""
    async with engine(driven(each_server), pool_size=1) as pool, pool.connect() as connection:
        await connection.execute(PID)
        await connection.commit()
        assert pool.sync_engine.pool.checkedout() == 1  # type: ignore[attr-defined]


@pytest.mark.says("06/survive-why")
async def test_the_event_reset_is_for_an_own_reset(each_server: Postgres) -> None:
    """SQLAlchemy's event ``reset`` comes when a connection is given back."""
    seen: list[str] = []
    async with engine(driven(each_server), pool_size=1) as pool:
        event.listen(pool.sync_engine, "reset", lambda *_: seen.append("reset"))
        async with pool.connect() as connection:
            await connection.execute(PID)
            assert not seen
        assert seen == ["reset"]


@pytest.mark.says("07/engine-text")
async def test_who_waits_nobody_tells(each_server: Postgres) -> None:
    """While a request waits for a connection no event of the pool fires, nor changes its status."""
    fired = list[str]()
    async with engine(url(each_server.dsn), pool_size=1, max_overflow=0) as made:
        for name in map(str, made.pool.dispatch._event_names):
            event.listen(made.sync_engine, name, lambda *_, name=name: fired.append(name))
        with watch.pool(made) as seen:
            lent = await made.connect()
            before, said = list(fired), made.pool.status()
            waiting = asyncio.create_task(made.connect().__aenter__())
            await seen.until(waiting=1)
            assert (fired, made.pool.status()) == (before, said)
            await lent.close()
            await (await waiting).close()
        assert fired.count("checkout") == 2


@pytest.mark.says("06/turn-engine-check")
async def test_a_pool_size_of_0_is_no_limit(each_server: Postgres) -> None:
    """To SQLAlchemy a pool_size of 0 means no limit."""
    async with engine(driven(each_server), pool_size=0, max_overflow=0) as pool:
        several = [await pool.connect() for _ in range(7)]
        assert len({await connection.scalar(PID) for connection in several}) == 7
        for connection in several:
            await connection.close()

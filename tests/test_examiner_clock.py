"""The clock of an answer's loop: put forward, it calls what is due, and nothing else."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable

import anyio
import asyncpg  # type: ignore[import-untyped]
import psycopg
import pytest
import uvloop
from waiting import until

from poollab.examiner.clock import Clock
from poollab.postgres.instance import Postgres

LONG = "SELECT pg_sleep(1000)"
loops = pytest.mark.parametrize("new_loop", [asyncio.new_event_loop, uvloop.new_event_loop])


@loops
def test_who_waits_for_less_goes_on_at_once(
    new_loop: Callable[[], asyncio.AbstractEventLoop],
) -> None:
    called: list[object] = []

    async def waits() -> None:
        loop = asyncio.get_running_loop()
        clock = Clock(loop)
        for seconds in (600, 60, 30):
            loop.call_later(seconds, called.append, seconds)
        loop.call_later(30, called.append, "cancelled").cancel()
        threading.Thread(target=clock.forward, args=[100]).start()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(90):
                await asyncio.Event().wait()

    async def anyio_waits() -> None:
        clock = Clock(asyncio.get_running_loop())
        asyncio.get_running_loop().call_soon(clock.forward, 100)
        with pytest.raises(TimeoutError), anyio.fail_after(90):
            await asyncio.Event().wait()

    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(waits())
    assert called == [30, 60]
    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(anyio_waits())


@loops
def test_a_query_that_may_take_an_hour_does_not_take_it(
    new_loop: Callable[[], asyncio.AbstractEventLoop], db: Postgres
) -> None:
    async def asks() -> None:
        clock = Clock(asyncio.get_running_loop())
        connection = await asyncpg.connect(db.dsn, command_timeout=3600)
        query = asyncio.create_task(connection.execute(LONG))
        await asyncio.to_thread(until, lambda: asleep(db), "the query is under way")
        clock.forward(4000)  # earlier, the server may be told to cancel what it has not begun
        with contextlib.suppress(TimeoutError):
            await query
            raise AssertionError("it has not been broken off")
        await connection.close()

    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(asks())


def asleep(db: Postgres) -> bool:
    """Say whether the server runs a query that sleeps."""
    asks = (
        f"SELECT count(*) FROM pg_stat_activity WHERE query = '{LONG}' AND wait_event = 'PgSleep'"
    )
    with psycopg.connect(db.dsn) as connection:
        return connection.execute(asks).fetchone() == (1,)


@loops
def test_python_has_the_same_time(
    new_loop: Callable[[], asyncio.AbstractEventLoop], monkeypatch: pytest.MonkeyPatch
) -> None:
    clocks = ("monotonic", "time", "perf_counter")
    for name in clocks:
        monkeypatch.setattr(time, name, getattr(time, name))  # as it is, to be put back

    async def asks() -> None:
        loop = asyncio.get_running_loop()
        clock = Clock(loop)
        clock.take_python_along()
        before = [loop.time(), *(getattr(time, name)() for name in clocks)]
        clock.forward(1000)
        await asyncio.sleep(0)
        after = [loop.time(), *(getattr(time, name)() for name in clocks)]
        passed = [now - then for then, now in zip(before, after, strict=True)]
        assert all(999.9 < one < 1900 for one in passed), passed  # floats: 999.9999999

    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(asks())

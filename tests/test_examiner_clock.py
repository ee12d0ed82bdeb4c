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
from poollab.examiner.learner import Playing
from poollab.examiner.served import Served
from poollab.examiner.verdict import Missed
from poollab.postgres.instance import Postgres

GIVEN = "import asyncio\nfrom contextlib import asynccontextmanager\nfrom fastapi import FastAPI\n"
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
        then = lambda: called.append("all that is due was called")  # noqa: E731
        threading.Thread(target=clock.forward, args=[100, then]).start()
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
    assert called == [30, 60, "all that is due was called"]
    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(anyio_waits())


WAITS = """
def app(dsn):
    gone = []

    async def waits():
        try:
            await asyncio.wait_for(asyncio.Event().wait(), 10)
        except TimeoutError:
            gone.append("gone")

    @asynccontextmanager
    async def lifespan(app):
        task = asyncio.create_task(waits())
        yield
        await task

    app = FastAPI(lifespan=lifespan)
    app.get("/gone")(lambda: gone)
    return app
"""


def test_the_examiner_goes_on_when_the_time_has_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else what it does next could come before those who have waited for too long."""
    said: list[bool] = []

    def noted(self: Playing, passed: Callable[[Playing], bool] = Playing.passed) -> bool:
        said.append(passed(self))
        return said[-1]

    monkeypatch.setattr(Playing, "passed", noted)

    async def examines() -> None:
        async with Served(GIVEN, WAITS, "app", "no server").app() as app:
            await app.forward(20)
            assert said[-1:] == [True]
            await app.expect("/gone", 200, ["gone"])
            await app.end()

    asyncio.run(examines())


ENDS_LATE = """
def app(dsn):
    @asynccontextmanager
    async def lifespan(app):
        yield
        raise RuntimeError("late")

    app = FastAPI(lifespan=lifespan)

    @app.get("/breaks")
    async def breaks():
        await asyncio.sleep(0.3)
        raise ValueError("meanwhile")

    return app
"""


def test_what_is_raised_while_an_app_ends_is_not_its_end() -> None:
    async def examines() -> None:
        async with Served(GIVEN, ENDS_LATE, "app", "no server").app() as app:
            await app.send("/breaks")
            await app.end()

    with pytest.raises(Missed, match=r"At the app's end: .*late"):
        asyncio.run(examines())


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

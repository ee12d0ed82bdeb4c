"""What the lessons say of asyncpg."""

import asyncio
import gc
import socket
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from inspect import signature
from itertools import pairwise
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

import asyncpg  # type: ignore[import-untyped]
import pytest
from test_tls import one_that_encrypts

from poollab import wire
from poollab.postgres.instance import Postgres

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def pool_of(dsn: str, **settings: Any) -> AsyncIterator[Any]:
    """Open a pool; at the end cut off what is out, rather than wait for it."""
    pool = await asyncpg.create_pool(dsn, **settings)
    try:
        yield pool
    finally:
        pool.terminate()


@pytest.mark.says("03/myth-three-why", "07/leaks-why", "errors/collected-text")
async def test_a_forgotten_connection_stays_out(each_server: Postgres) -> None:
    """asyncpg does not bring a lost connection back, not even after garbage collection."""
    async with pool_of(each_server.dsn, min_size=1, max_size=1) as pool:
        await pool.acquire()
        gc.collect()
        assert (pool.get_size(), pool.get_idle_size()) == (1, 0)


@pytest.mark.says("03/serve-text", "glossary/LIFO")
async def test_what_came_back_last_is_lent_first(each_server: Postgres) -> None:
    """asyncpg lends the connection that came back last."""
    async with pool_of(each_server.dsn, min_size=3, max_size=3) as pool:
        lent = {c.get_server_pid(): c for c in [await pool.acquire() for _ in range(3)]}
        for pid in (first := sorted(lent)):
            await pool.release(lent[pid])
        again = [(await pool.acquire()).get_server_pid() for _ in range(3)]
        assert again == first[::-1]


@pytest.mark.says("03/rush-why", "03/quiz", "03/cards", "03/take-away", "errors/timeout-text")
async def test_acquire_waits_without_a_limit(each_server: Postgres) -> None:
    """asyncpg's acquire() has no time limit unless it is given a timeout."""
    assert signature(asyncpg.create_pool).parameters.keys().isdisjoint({"timeout", "max_waiting"})
    assert signature(asyncpg.Pool.acquire).parameters["timeout"].default is None
    async with pool_of(each_server.dsn, min_size=1, max_size=1) as pool:
        await pool.acquire()
        with pytest.raises(TimeoutError):
            await pool.acquire(timeout=0.01)


@pytest.mark.says("03/rush-why")
async def test_one_who_comes_at_the_very_moment_slips_through(each_server: Postgres) -> None:
    """Who asks at the moment in which a connection comes back may be served before the queue."""
    served: list[str] = []

    async def guest(name: str) -> None:
        async with pool.acquire():
            served.append(name)

    async def comes_back(_: asyncpg.Connection) -> None:
        if not served:
            guests.append(asyncio.create_task(guest("newcomer")))

    async with pool_of(each_server.dsn, min_size=1, max_size=1, reset=comes_back) as pool:
        async with asyncio.timeout(10):
            connection = await pool.acquire()
            guests = [asyncio.create_task(guest("first in the queue"))]
            await asyncio.sleep(0)  # now it waits
            await pool.release(connection)
            await asyncio.gather(*guests)
        assert served == ["newcomer", "first in the queue"]


@pytest.mark.says("03/restaurant", "errors/closing-text")
async def test_close_waits_for_what_is_out(each_server: Postgres) -> None:
    """The pool's close() waits for connections that are out."""
    async with pool_of(each_server.dsn, min_size=1, max_size=1) as pool:
        connection = await pool.acquire()
        closing = asyncio.create_task(pool.close())
        done, _ = await asyncio.wait([closing], timeout=0.1)
        assert not done
        await pool.release(connection)
        await asyncio.wait_for(closing, 10)


@pytest.mark.says("03/myth-three-text", "03/cards")
async def test_a_connection_does_one_thing_at_a_time(each_server: Postgres) -> None:
    """One connection can do only one thing at a time."""
    connection = await asyncpg.connect(each_server.dsn)
    try:
        two = [connection.fetchval("SELECT 1 FROM pg_sleep(0.05)") for _ in range(2)]
        one, other = await asyncio.gather(*two, return_exceptions=True)
        assert one == 1
        assert "another operation is in progress" in str(other)
    finally:
        await connection.close()


@pytest.mark.says("03/parts-why", "01/far-why")
async def test_the_reset_is_a_round_trip(each_server: Postgres) -> None:
    """asyncpg cleans a connection that comes back (reset): a round trip to the server."""
    with wire.record(each_server.dsn) as tap:
        async with asyncpg.create_pool(tap.dsn, min_size=1, max_size=1) as pool:
            await pool.fetchval("SELECT 1")
            (talk,) = tap.conversations
            before = len(talk.messages)
            await pool.fetchval("SELECT 1")
            names = [m.name for m in talk.messages[before:] if m.sender == "driver"]
    assert names == ["Bind", "Execute", "Sync", "Query"]


@pytest.mark.says("01/ratio-why", "01/far-text", "03/parts-why", "glossary/prepared-statement")
async def test_a_new_query_is_prepared(each_server: Postgres) -> None:
    """asyncpg prepares each query that is new to a connection: one round trip more."""
    trips = []
    with wire.record(each_server.dsn) as tap:
        connection = await asyncpg.connect(tap.dsn)
        (talk,) = tap.conversations
        for query in ("SELECT 1", "SELECT 1", "SELECT 2"):
            before = len(talk.messages)
            await connection.fetchval(query)
            senders = [m.sender for m in talk.messages[before:]]
            trips.append(sum(pair == ("driver", "server") for pair in pairwise(senders)))
        await connection.close()
    assert trips == [2, 1, 2]


@pytest.mark.says("01/ratio-why")
async def test_closing_waits_for_the_server(each_server: Postgres) -> None:
    """Closing waits for the server, too: afterwards the process is no more listed."""
    for _ in range(5):
        connection = await asyncpg.connect(each_server.dsn)
        pid = connection.get_server_pid()
        await connection.close()
        assert not each_server.query("SELECT 1 FROM pg_stat_activity WHERE pid = %s", pid)


@pytest.mark.says("01/shares-why")
async def test_the_hashing_stops_the_event_loop(db: Postgres) -> None:
    """The password is hashed on the event loop, where no other request moves meanwhile."""
    dsn = db.role("hashed")
    name, password = urlsplit(dsn).username, urlsplit(dsn).password
    rounds = f"SET scram_iterations = 300000; ALTER ROLE {name} PASSWORD '{password}'"
    db.query(rounds)
    gaps, beat = [0.0], [perf_counter()]

    async def heart() -> None:
        while True:
            await asyncio.sleep(0)
            gaps.append(perf_counter() - beat[0])
            beat[0] = perf_counter()

    beating = asyncio.create_task(heart())
    start = perf_counter()
    connection = await asyncpg.connect(dsn)
    took = perf_counter() - start
    beating.cancel()
    await connection.close()
    assert max(gaps) > took / 4


@pytest.mark.says("01/conversation-why", "01/cards", "glossary/SCRAM")
async def test_the_password_never_crosses_the_line(db: Postgres) -> None:
    """With SCRAM the password never crosses the line, and the driver hashes it."""
    server, sent = urlsplit(db.dsn), bytearray()

    async def passing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, outer = await asyncio.open_connection(server.hostname, server.port)

        async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
            while data := await source.read(4096):
                sent.extend(data)
                sink.write(data)
            sink.close()

        await asyncio.gather(pump(reader, outer), pump(inner, writer))

    proxy = await asyncio.start_server(passing, "127.0.0.1", 0)
    async with asyncio.timeout(10), proxy:
        port = proxy.sockets[0].getsockname()[1]
        connection = await asyncpg.connect(db.dsn.replace(str(server.port), str(port)))
        await connection.close()
    assert b"SCRAM-SHA-256" in sent
    assert str(server.password).encode() not in sent


@pytest.mark.says("04/lifespan-text", "errors/long-close-text")
async def test_a_close_that_runs_out_of_time_ends_all(each_server: Postgres) -> None:
    """close() waits for a leaked connection; when wait_for runs out of time, all are closed."""
    async with pool_of(each_server.dsn, min_size=2, max_size=2) as pool:
        await pool.acquire()
        closing = asyncio.ensure_future(pool.close())
        done, _ = await asyncio.wait([closing], timeout=0.2)
        assert not done
        assert pool.get_size() == 2
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(closing, 0.1)
        assert pool.get_size() == 0


@pytest.mark.says("06/life-why")
async def test_the_reset_counts_as_a_query(each_server: Postgres) -> None:
    """asyncpg does not look at the age: it counts queries, the reset at each return among them."""
    async with pool_of(each_server.dsn, min_size=1, max_size=1, max_queries=3) as pool:
        used = [await pool.fetchval("SELECT pg_backend_pid()") for _ in range(5)]
        assert [sorted(set(used), key=used.index).index(pid) for pid in used] == [0, 0, 1, 1, 2]


@pytest.mark.says("06/life-why")
def test_since_when_min_size_is_a_floor() -> None:
    """Since 0.32 asyncpg's pool keeps ``min_size`` open; before, it only opened as many."""
    assert "versionchanged:: 0.32.0" in asyncpg.Pool.get_min_size.__doc__


@pytest.mark.says("04/timeout-why", "04/set-up-text")
async def test_the_limit_of_acquire_covers_opening() -> None:
    """asyncpg's limit of acquire covers opening a connection, too."""
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1", 0) as silent:
        port = silent.sockets[0].getsockname()[1]
        pool = asyncpg.create_pool(f"postgresql://u@127.0.0.1:{port}/d", min_size=0, max_size=1)
        async with asyncio.timeout(10):
            await pool
            with pytest.raises(TimeoutError):
                await pool.acquire(timeout=0.1)
        with suppress(Exception):
            pool.terminate()


@pytest.mark.says("04/unavailable")
async def test_a_timeout_is_an_operating_system_error() -> None:
    """TimeoutError is a kind of OSError."""
    assert issubclass(TimeoutError, OSError)
    assert issubclass(asyncio.TimeoutError, OSError)


@pytest.mark.says("05/loops-why", "errors/two-loops-text")
def test_a_pool_in_a_second_loop(each_server: Postgres) -> None:
    """In a second loop asyncpg's pool says *another operation is in progress*."""

    async def opened() -> Any:
        return await asyncpg.create_pool(each_server.dsn, min_size=1, max_size=1)

    async def ask(pool: Any) -> Any:
        async with asyncio.timeout(10):
            return await pool.fetchval("SELECT 1")

    with asyncio.Runner() as first, asyncio.Runner() as second:
        pool = first.run(opened())
        assert first.run(ask(pool)) == 1
        with pytest.raises(asyncpg.InterfaceError, match="another operation is in progress"):
            second.run(ask(pool))
        pool.terminate()


FORKED = """
import asyncio, os, sys
import asyncpg

async def opened():
    return await asyncpg.create_pool(sys.argv[1], min_size=1, max_size=1)

pool = asyncio.new_event_loop().run_until_complete(opened())
if os.fork() == 0:
    try:
        asyncio.run(pool.fetchval("SELECT 1"))
    except asyncpg.InterfaceError as error:
        print(error, flush=True)
    os._exit(0)
os.wait()
os._exit(0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
@pytest.mark.says("04/fork-why")
def test_a_pool_in_a_forked_process(each_server: Postgres) -> None:
    """In the loop of a forked child asyncpg's pool says *another operation is in progress*."""
    ran = subprocess.run(
        [sys.executable, "-c", FORKED, each_server.dsn], capture_output=True, text=True, timeout=60
    )
    assert "another operation is in progress" in ran.stdout, ran.stderr


async def trips(dsn: str, **settings: Any) -> int:
    """Open a connection through a relay; return how often the server was waited for."""
    server, senders = urlsplit(dsn), ["server"]

    async def passing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, outer = await asyncio.open_connection(server.hostname, server.port)

        async def pump(who: str, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
            while data := await source.read(65536):
                senders.append(who)
                sink.write(data)
            sink.close()

        await asyncio.gather(pump("driver", reader, outer), pump("server", inner, writer))

    relay = await asyncio.start_server(passing, "127.0.0.1", 0)
    async with asyncio.timeout(10), relay:
        port = relay.sockets[0].getsockname()[1]
        connection = await asyncpg.connect(dsn.replace(str(server.port), str(port)), **settings)
        taken = sum(pair == ("driver", "server") for pair in pairwise(senders))
        await connection.close()
    return taken


@pytest.mark.docker
@pytest.mark.says("01/far-why", "errors/ssl-text")
async def test_encryption_takes_more_round_trips(db: Postgres) -> None:
    """Encryption adds a round trip to the opening, or two, if the two begin with other curves."""
    agreed = ssl.create_default_context()
    agreed.check_hostname, agreed.verify_mode = False, ssl.CERT_NONE
    agreed.set_ecdh_curve("prime256v1")
    plain = await trips(db.dsn)
    with one_that_encrypts() as encrypting:
        assert await trips(encrypting.dsn, ssl=agreed) == plain + 1
        assert await trips(encrypting.dsn) in (plain + 1, plain + 2)  # PostgreSQL 17: two


@pytest.mark.says("04/unavailable", "04/budget-text")
async def test_a_database_has_a_limit_of_its_own(db: Postgres) -> None:
    """TooManyConnectionsError is the limit of a database, too."""
    db.query(f'CREATE DATABASE "{db.role_name}_few" CONNECTION LIMIT 0')
    dsn = urlsplit(db.dsn)._replace(path=f"/{db.role_name}_few").geturl()
    with pytest.raises(asyncpg.TooManyConnectionsError, match="for database"):
        await asyncpg.connect(dsn)


@pytest.mark.says("04/unavailable-text")
async def test_what_else_is_an_operating_system_error() -> None:
    """OSError is wide: a mistyped host name and failed TLS are kinds of it, too."""
    with pytest.raises(OSError, match=r".") as mistyped:
        await asyncpg.connect("postgresql://u@menu.invalid/d", timeout=60)
    assert isinstance(mistyped.value, socket.gaierror)

    async def no_tls(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(8)  # "may we encrypt?"
        writer.write(b"S")
        await reader.read(1)
        writer.write(b"no TLS at all")

    async with await asyncio.start_server(no_tls, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(OSError, match=r"SSL") as failed:
            await asyncpg.connect(f"postgresql://u@127.0.0.1:{port}/d?sslmode=require", timeout=10)
    assert isinstance(failed.value, ssl.SSLError)


@pytest.mark.says("07/deadlock-why")
async def test_a_timeout_ends_a_deadlock_with_errors(each_server: Postgres) -> None:
    """A timeout of ``acquire`` ends a deadlock with errors, and the pool lends all again."""
    ready = asyncio.Barrier(2)
    async with pool_of(each_server.dsn, min_size=2, max_size=2) as pool, asyncio.timeout(20):

        async def nested() -> None:
            async with pool.acquire():
                await ready.wait()
                async with pool.acquire(timeout=0.2):
                    pass

        ends = await asyncio.gather(nested(), nested(), return_exceptions=True)
        assert any(isinstance(end, TimeoutError) for end in ends), ends
        async with pool.acquire(), pool.acquire():
            pass


@pytest.mark.says("07/erlang-why")
async def test_in_bursts_more_wait(each_server: Postgres) -> None:
    """The same requests wait in a burst, and not one by one."""
    waited: list[bool] = []
    async with pool_of(each_server.dsn, min_size=2, max_size=2) as pool, asyncio.timeout(20):

        async def request() -> None:
            waited.append(pool.get_idle_size() == 0)
            await pool.fetchval("SELECT 1")

        for _ in range(6):
            await request()
        assert sum(waited) == 0
        await asyncio.gather(*[request() for _ in range(6)])
        assert sum(waited) == 4


@pytest.mark.says("07/when-not", "07/tabs-why", "errors/listener-text")
async def test_what_wants_a_connection_of_its_own(each_server: Postgres) -> None:
    """A lent connection loses LISTEN and session locks on return, and cuts a migration off."""
    kept = (
        "SELECT EXISTS (SELECT FROM pg_listening_channels()), EXISTS (SELECT FROM pg_locks"
        " WHERE locktype = 'advisory' AND pid = pg_backend_pid())"
    )
    async with pool_of(each_server.dsn, min_size=1, max_size=1, command_timeout=0.2) as pool:
        async with pool.acquire() as lent:
            await lent.execute("LISTEN orders")
            await lent.execute("SELECT pg_advisory_lock(7)")
            assert tuple(await lent.fetchrow(kept)) == (True, True)
        async with pool.acquire() as lent:
            assert tuple(await lent.fetchrow(kept)) == (False, False)
            with pytest.raises(TimeoutError):
                await lent.execute("SELECT pg_sleep(30)")

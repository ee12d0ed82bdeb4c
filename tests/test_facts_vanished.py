"""What lesson 06 says of connections whose other end has vanished: nobody acknowledges a packet."""

import asyncio
import ctypes
import socket
import struct
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import asyncpg  # type: ignore[import-untyped]
import psycopg
import pytest

from poollab import wire
from poollab.postgres.instance import Postgres

pytestmark = pytest.mark.anyio
linux = pytest.mark.skipif(sys.platform != "linux", reason="drops packets as Linux can")
SO_ATTACH_FILTER = 26
KEEPALIVES = "keepalives_idle=1&keepalives_interval=1&keepalives_count=1"  # seconds


def deaf(sock: socket.socket) -> None:
    """Let a socket lose every packet that comes, unacknowledged, as if its machine were gone."""
    code = ctypes.create_string_buffer(struct.pack("HBBI", 0x06, 0, 0, 0))  # "return 0 bytes"
    sock.setsockopt(
        socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("HL", 1, ctypes.addressof(code))
    )


@asynccontextmanager
async def relay(dsn: str) -> AsyncIterator[tuple[str, list[socket.socket]]]:
    """Give a DSN that leads to a server, and the sockets that its clients come to."""
    parts, sockets = urlsplit(dsn), list[socket.socket]()

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await asyncio.open_connection(parts.hostname, parts.port)
        sockets.append(socket.socket(fileno=writer.get_extra_info("socket").fileno()))
        try:
            await asyncio.gather(pass_on(reader, there[1]), pass_on(there[0], writer))
        finally:
            sockets.pop().detach()
            writer.transport.abort()
            there[1].transport.abort()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    login = parts.netloc.rpartition("@")[0]
    try:
        yield parts._replace(netloc=f"{login}@127.0.0.1:{port}").geturl(), sockets
    finally:
        server.close()


@linux
@pytest.mark.says("06/vanish-why", "glossary/TCP-keepalive")
async def test_keepalives_end_no_wait_for_an_answer(db: Postgres) -> None:
    """Keepalives end an idle connection but no wait for an answer; tcp_user_timeout ends that."""
    async with relay(db.dsn) as (dsn, sockets):
        more = ["", "", "&tcp_user_timeout=1000"]  # milliseconds
        idle, asking, bounded = connections = [
            await psycopg.AsyncConnection.connect(f"{dsn}?{KEEPALIVES}{one}", autocommit=True)
            for one in more
        ]
        for sock in sockets:
            deaf(sock)
        waits = [
            asyncio.create_task(idle.notifies().__anext__()),
            asyncio.create_task(asking.execute("SELECT 1")),
            asyncio.create_task(bounded.execute("SELECT 1")),
        ]
        try:
            await asyncio.wait([waits[0], waits[2]], timeout=20)
            ended = [task.done() for task in waits]
            assert ended == [True, False, True]
            assert all(isinstance(waits[n].exception(), psycopg.OperationalError) for n in (0, 2))
        finally:
            for connection in connections:
                connection.pgconn.finish()
            for task in waits:
                task.cancel()


@linux
@pytest.mark.says("06/vanish-why", "glossary/psycopg")
async def test_only_libpq_sets_tcp_options(db: Postgres) -> None:
    """asyncpg sets neither keepalives nor TCP's user timeout; libpq takes tcp_user_timeout."""
    ours = await asyncpg.connect(db.dsn)
    async with await psycopg.AsyncConnection.connect(f"{db.dsn}?tcp_user_timeout=2000") as theirs:
        kept = [
            (
                bool(sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)),
                sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT),
            )
            for sock in (
                ours._transport.get_extra_info("socket"),
                socket.fromfd(theirs.fileno(), socket.AF_INET, socket.SOCK_STREAM),
            )
        ]
    await ours.close()
    assert kept == [(False, 0), (True, 2000)]


@pytest.mark.says("06/vanish-why")
async def test_the_limit_of_acquire_holds_for_the_return(db: Postgres) -> None:
    """``acquire(timeout=…)`` limits asyncpg's return as well: the place is not lost."""
    with wire.record(db.dsn) as tap:
        pool = await asyncpg.create_pool(tap.dsn, min_size=1, max_size=1)

        async def ask(limit: float) -> object:
            async with asyncio.timeout(limit), pool.acquire(timeout=limit) as connection:
                return await connection.fetchval("SELECT 1")

        try:
            assert await ask(20) == 1
            tap.drop()
            asked = asyncio.create_task(ask(0.2))
            done, _ = await asyncio.wait([asked], timeout=10)
            assert done and isinstance(asked.exception(), TimeoutError)
            assert await ask(20) == 1
        finally:
            pool.terminate()

"""The tap between a driver and its server: what it writes down, and that it changes nothing."""

import asyncio
import os
import socket
import struct
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import nullcontext, suppress
from functools import partial
from math import nan
from urllib.parse import urlsplit

import asyncpg  # type: ignore[import-untyped]
import psycopg
import pytest
from waiting import until

from poollab import wire
from poollab.errors import PoolLabError
from poollab.postgres.instance import Postgres
from poollab.wire import protocol

STATE = "SELECT state FROM pg_stat_activity WHERE pid = %s"
OPENING = [
    "SSLRequest",
    "N",
    "StartupMessage",
    "AuthenticationSASL",
    "SASLInitialResponse",
    "AuthenticationSASLContinue",
    "SASLResponse",
    "AuthenticationSASLFinal",
    "AuthenticationOk",
    "BackendKeyData",
    "ReadyForQuery",
]


async def by_asyncpg(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    assert await connection.fetchval("SELECT 41 + $1::int", 1) == 42
    await connection.close()


def ask_asyncpg(dsn: str) -> None:
    asyncio.run(by_asyncpg(dsn))


def ask_psycopg(dsn: str) -> None:
    with psycopg.connect(dsn) as connection:
        assert connection.execute("SELECT 41 + %s", [1]).fetchone() == (42,)


def names(messages: list[wire.Message]) -> list[str]:
    return [message.name for message in messages]


def details(messages: list[wire.Message], name: str) -> list[str]:
    return [message.detail for message in messages if message.name == name]


@pytest.mark.parametrize("ask", [ask_asyncpg, ask_psycopg])
def test_the_conversation_is_written_down(each_db: Postgres, ask: Callable[[str], None]) -> None:
    with wire.record(each_db.dsn) as tap:
        ask(tap.dsn)
    (talk,) = tap.conversations
    opening = talk.until("ReadyForQuery")
    parameters = details(opening.messages, "ParameterStatus")
    assert [name for name in names(opening.messages) if name != "ParameterStatus"] == OPENING
    assert any(each.startswith("server_version=" + each_db.version) for each in parameters)
    assert names(talk.messages)[-1] == "Terminate"
    assert {"Parse", "Bind", "Execute", "Sync", "DataRow", "RowDescription"} <= {
        *names(tap.messages)
    }
    assert sum(turn.who == "server" for turn in opening.turns) == 4
    assert [turn.who for turn in talk.turns][:4] == ["network", "driver", "server", "driver"]
    assert sum(turn.seconds for turn in talk.turns) == pytest.approx(talk.seconds)
    assert [m.at for m in talk.messages] == sorted(m.at for m in talk.messages)
    assert "× ParameterStatus" in str(tap)  # noqa: RUF001


def test_secrets_are_never_shown(db: Postgres) -> None:
    password = urlsplit(db.dsn).password or ""
    with wire.record(db.dsn) as tap, psycopg.connect(tap.dsn) as connection:
        connection.execute("ALTER ROLE CURRENT_USER PASSWORD 'hunter2'")
        connection.execute("SELECT %s", ["from a parameter"])
        connection.rollback()
        shown = f"{tap} {tap!r} {tap.messages} {tap.picture('x')}"
    assert password and password in tap.dsn
    for secret in (password, "hunter2", "from a parameter"):
        assert secret not in shown
    scram = {m.name: m.detail for m in tap.messages if "SASL" in m.name}
    assert set(scram.values()) == {"SCRAM-SHA-256", "4096 rounds of hashing", ""}
    assert "(names a password)" in shown
    assert "rounds of hashing" in shown


@pytest.mark.parametrize("kind", ["asyncpg", "psycopg"])
def test_a_refusal_reaches_the_driver_and_the_list(db: Postgres, kind: str) -> None:
    with wire.record(db.role("nobody", connection_limit=0)) as tap:
        if kind == "asyncpg":
            with pytest.raises(asyncpg.TooManyConnectionsError):
                ask_asyncpg(tap.dsn)
        else:
            with pytest.raises(psycopg.OperationalError, match="too many connections for role"):
                ask_psycopg(tap.dsn)
    (refusal,) = details(tap.messages, "ErrorResponse")
    assert refusal.startswith("FATAL 53300: ")
    assert "ReadyForQuery" not in names(tap.messages)
    with pytest.raises(PoolLabError, match="No message ReadyForQuery"):
        tap.conversations[0].until("ReadyForQuery")


def test_a_server_process_that_dies_in_the_middle_is_a_broken_connection(db: Postgres) -> None:
    async def die() -> None:
        connection = await asyncpg.connect(tap.dsn)
        query = asyncio.create_task(connection.fetchval("SELECT pg_sleep(60)"))
        await asyncio.to_thread(until, lambda: "Execute" in names(tap.messages), "the query runs")
        assert await asyncio.to_thread(db.kill, connection.get_server_pid())
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
            await query

    with wire.record(db.dsn) as tap:
        asyncio.run(die())
        assert details(tap.messages, "ErrorResponse")[0].startswith("FATAL 57P01")
        ask_psycopg(tap.dsn)  # the tap itself is well
    assert len(tap.conversations) == 2


def test_a_driver_that_hangs_up_takes_its_server_process_with_it(db: Postgres) -> None:
    count = "SELECT count(*) FROM pg_stat_activity WHERE pid = %s"
    with wire.record(db.dsn) as tap:
        connection = psycopg.connect(tap.dsn)
        pid = connection.info.backend_pid
        socket.socket(fileno=connection.fileno()).close()  # no goodbye
        until(lambda: db.query(count, pid) == [(0,)], "the process ends")


def test_garbage_is_passed_on_and_named(db: Postgres) -> None:
    with wire.record(db.dsn) as tap:
        with socket.create_connection(("127.0.0.1", urlsplit(tap.dsn).port or 0)) as raw:
            raw.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            with suppress(ConnectionError):  # the server hangs up
                assert raw.recv(1000) == b""
        ask_psycopg(tap.dsn)
    assert names(tap.conversations[0].messages) == ["unreadable"]
    assert names(tap.conversations[1].messages)[-1] == "Terminate"


def test_many_connections_at_once_are_kept_apart(db: Postgres) -> None:
    async def crowd() -> None:
        await asyncio.gather(*[by_asyncpg(tap.dsn) for _ in range(30)])

    with wire.record(db.dsn) as tap:
        asyncio.run(crowd())
    pids = [details(talk.messages, "BackendKeyData") for talk in tap.conversations]
    assert len({pid for (pid,) in pids}) == 30
    assert [talk.number for talk in tap.conversations] == list(range(1, 31))
    assert all(names(talk.messages)[-1] == "Terminate" for talk in tap.conversations)


@pytest.mark.parametrize("fails", [False, True])
def test_nothing_is_left_behind(db: Postgres, fails: bool) -> None:
    before = set(threading.enumerate())
    with pytest.raises(ZeroDivisionError) if fails else nullcontext(), wire.record(db.dsn) as tap:
        connection = psycopg.connect(tap.dsn)
        if fails:
            1 / 0  # noqa: B018
    assert set(threading.enumerate()) == before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", urlsplit(tap.dsn).port or 0))
    with pytest.raises(psycopg.OperationalError):  # a connection that was left open is cut
        connection.execute("SELECT 1")
    connection.close()


class Stub:
    """Listens, gives each caller one answer to the first bytes, then hangs up."""

    def __init__(self, answer: bytes) -> None:
        self.heard: list[bytes] = []
        self._answer = answer
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.dsn = f"postgresql://me@127.0.0.1:{self.listening.getsockname()[1]}/db"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self.listening.accept()
                with caller, suppress(ConnectionError):
                    self.heard.append(caller.recv(1000))
                    caller.sendall(self._answer)

    def close(self) -> None:
        with suppress(OSError):
            self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()


def test_a_server_that_would_encrypt_is_not_asked_to() -> None:
    stub = Stub(b"S")
    with wire.record(stub.dsn) as tap, suppress(psycopg.OperationalError):
        psycopg.connect(tap.dsn)
    stub.close()
    assert names(tap.messages)[:3] == ["SSLRequest", "N", "StartupMessage"]
    assert stub.heard[0] == protocol.SSL_REQUEST  # the tap's own question
    assert b"user\0me" in stub.heard[1]


def test_a_driver_that_insists_on_encryption_asks_the_server_itself() -> None:
    stub = Stub(b"S")
    with wire.record(f"{stub.dsn}?sslmode=require") as tap, suppress(psycopg.OperationalError):
        psycopg.connect(tap.dsn)
    stub.close()
    assert stub.heard == [protocol.SSL_REQUEST] * 2
    assert names(tap.messages) == ["SSLRequest", "S"]
    assert "encrypted from here on" in str(tap)


def test_a_server_that_has_gone_since_is_a_refused_connection() -> None:
    stub = Stub(b"N")
    with wire.record(stub.dsn) as tap:
        stub.close()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(tap.dsn)
    assert tap.conversations[0].connected is None
    assert str(tap).startswith("the server could not be reached")
    with pytest.raises(PoolLabError, match="nothing to draw"):
        tap.picture("x")


@pytest.mark.parametrize(
    ("dsn", "says"),
    [
        ("", "takes a DSN"),
        ("host=localhost password=hunter2", "takes a DSN"),
        ("postgresql://me:hunter2@localhost:port/db", "takes a DSN"),
        (None, "takes a DSN"),
        ("postgresql://me:hunter2@127.0.0.1:1/db", "No PostgreSQL answers on 127.0.0.1:1"),
    ],
)
def test_what_cannot_be_recorded_is_said_in_a_line(dsn: str, says: str) -> None:
    with pytest.raises(PoolLabError, match=says) as error, wire.record(dsn):
        pass
    assert "hunter2" not in str(error.value)


@pytest.mark.parametrize("round_trip", [-1, 2, "far", None])
def test_a_senseless_distance_is_refused(db: Postgres, round_trip: float) -> None:
    with (
        pytest.raises(PoolLabError, match="in seconds"),
        wire.record(db.dsn, round_trip=round_trip),
    ):
        pass


def test_distance_costs_a_round_trip_for_each_wait(db: Postgres) -> None:
    with wire.record(db.dsn, round_trip=0.05) as tap:
        ask_psycopg(tap.dsn)
    opening = tap.conversations[0].until("ReadyForQuery")
    assert opening.connected is not None and opening.connected >= 0.05
    # all but the last half of the last journey, which ends at the driver
    assert opening.seconds >= 4.5 * 0.05


def test_the_taps_own_answer_takes_the_whole_way_too() -> None:
    stub = Stub(b"S")  # it would encrypt; the driver does not insist, so the tap says no
    with wire.record(stub.dsn, round_trip=0.2) as tap, suppress(psycopg.OperationalError):
        psycopg.connect(tap.dsn)
    stub.close()
    asked, answered = tap.messages[:2]
    assert (asked.name, answered.name) == ("SSLRequest", "N")
    assert answered.at - asked.at >= 0.2


def test_what_follows_closely_does_not_wait_for_what_is_under_way(db: Postgres) -> None:
    flush, sync = b"H\0\0\0\x04", b"S\0\0\0\x04"
    with wire.record(db.dsn, round_trip=0.2) as tap, psycopg.connect(tap.dsn) as connection:
        raw = socket.socket(fileno=os.dup(connection.fileno()))
        raw.settimeout(30)

        def timed(pieces: int) -> float:
            began = time.monotonic()
            before = len(tap.messages)
            for sent in range(1, pieces + 1):  # each has been read before the next is sent
                raw.sendall(flush)
                until(
                    partial(lambda there: len(tap.messages) >= there, before + sent), "it is read"
                )
            raw.sendall(sync)
            assert raw.recv(100)[:1] == b"Z"
            return time.monotonic() - began

        with raw:
            alone, behind_ten = timed(0), timed(10)
    assert behind_ten < 3 * alone  # one after another they would take six times as long


async def hangs(query: Awaitable[object], dropped: Callable[[], list[wire.Message]]) -> None:
    """See that a query has been sent, to nobody, and is not answered."""
    task = asyncio.ensure_future(query)
    await asyncio.to_thread(until, dropped, "the query is dropped")
    done, _ = await asyncio.wait([task], timeout=0.2)
    assert not done
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def test_a_connection_that_is_dropped_hangs_and_its_backend_stays(db: Postgres) -> None:
    async def evening() -> None:
        forgotten = await asyncpg.connect(tap.dsn)
        tap.drop()
        talk = tap.conversations[0]
        said = len(talk.messages)
        await hangs(forgotten.fetchval("SELECT 1", timeout=60), lambda: talk.dropped)
        assert names(talk.dropped)[0] == "Parse" and len(talk.messages) == said
        assert "driver → nobody  Parse" in str(tap)
        assert "messages, was dropped" in tap.picture("x").text
        await by_asyncpg(tap.dsn)  # a new connection passes
        assert db.query(STATE, forgotten.get_server_pid()) == [("idle",)]
        forgotten.terminate()

    with wire.record(db.dsn) as tap:
        asyncio.run(evening())
        pid = details(tap.conversations[0].messages, "BackendKeyData")[0].split()[1]
        assert db.query(STATE, int(pid)) == [("idle",)]  # nor has it heard of the end
    until(lambda: not db.query(STATE, int(pid)), "the recording's end is an end for both")


def test_a_timeout_of_the_driver_frees_a_dropped_query(db: Postgres) -> None:
    async def evening() -> None:
        forgotten = await asyncpg.connect(tap.dsn, command_timeout=0.2)
        tap.drop()
        query = asyncio.create_task(forgotten.fetchval("SELECT 1"))
        done, _ = await asyncio.wait([query], timeout=30)
        assert done and isinstance(query.exception(), TimeoutError)
        # The driver asks for the query to be cancelled, over another connection, which passes.
        cancelled = lambda: "CancelRequest" in names(tap.messages)  # noqa: E731
        await asyncio.to_thread(until, cancelled, "the driver asks for it")
        forgotten.terminate()

    with wire.record(db.dsn) as tap:
        asyncio.run(evening())


def test_tcp_takes_what_is_dropped_for_received(db: Postgres) -> None:
    def ask() -> None:
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")

    with wire.record(db.dsn) as tap:
        connection = psycopg.connect(tap.dsn, tcp_user_timeout=100)
        tap.drop()
        query = threading.Thread(target=ask)
        query.start()
        query.join(1)
        assert query.is_alive()
    query.join()
    connection.close()


def test_a_driver_is_not_told_that_its_dropped_backend_has_ended(db: Postgres) -> None:
    async def evening() -> None:
        forgotten = await asyncpg.connect(tap.dsn)
        tap.drop()
        assert await asyncio.to_thread(db.kill, forgotten.get_server_pid())
        talk = tap.conversations[0]
        until(lambda: talk.dropped, "the farewell is dropped")
        await hangs(forgotten.fetchval("SELECT 1"), lambda: talk.dropped[1:])
        assert not forgotten.is_closed()
        forgotten.terminate()

    with wire.record(db.dsn) as tap:
        asyncio.run(evening())
    assert details(tap.conversations[0].dropped, "ErrorResponse")[0].startswith("FATAL 57P01")


def test_silence_is_what_a_firewall_forgets(db: Postgres) -> None:
    async def evening() -> None:
        busy, silent = [await asyncpg.connect(tap.dsn) for _ in range(2)]
        tap.drop(idle=1.5)
        for _ in range(30):
            assert await busy.fetchval("SELECT 1", timeout=30) == 1
            await asyncio.sleep(0.06)
        await hangs(silent.fetchval("SELECT 1"), lambda: tap.conversations[1].dropped)
        for each in (busy, silent):
            each.terminate()

    with wire.record(db.dsn) as tap:
        asyncio.run(evening())
    assert not tap.conversations[0].dropped


@pytest.mark.parametrize("idle", [-1, "long", nan])
def test_a_senseless_silence_is_refused(db: Postgres, idle: float) -> None:
    with wire.record(db.dsn) as tap, pytest.raises(PoolLabError, match="idle is in seconds"):
        tap.drop(idle=idle)


def test_a_driver_that_breaks_off_takes_its_server_process_with_it(db: Postgres) -> None:
    with wire.record(db.dsn) as tap:
        connection = psycopg.connect(tap.dsn)
        pid = connection.info.backend_pid
        raw = socket.socket(fileno=connection.fileno())
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raw.close()  # a reset instead of an end
        until(lambda: not db.query(STATE, pid), "the process ends")


def test_messages_may_come_in_any_pieces(db: Postgres) -> None:
    sent: list[tuple[protocol.Sender, bytes]] = [
        ("driver", protocol.SSL_REQUEST),
        ("server", b"N"),
        ("driver", b"\0\0\0\x11\0\x03\0\0user\0me\0\0"),
        ("server", b"R\0\0\0\x0c\0\0\0\x05salt"),
        ("driver", b"p\0\0\0\x0bsecret\0"),
        ("server", b"R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I"),
        ("server", b"D\0\0\0\xffshort"),
    ]
    whole, pieces = protocol.Reader(), protocol.Reader()
    frames = [frame for who, data in sent for frame in whole.feed(who, data)]
    in_pieces = [
        frame for who, data in sent for byte in data for frame in pieces.feed(who, bytes([byte]))
    ]
    assert frames == in_pieces
    assert [frame.name for frame in frames] == [
        "SSLRequest", "N", "StartupMessage", "AuthenticationMD5Password", "PasswordMessage",
        "AuthenticationOk", "ReadyForQuery",
    ]  # fmt: skip
    assert "secret" not in str(frames) and "salt" not in str(frames)


def test_nothing_recorded_is_no_picture(db: Postgres) -> None:
    with wire.record(db.dsn) as tap:
        assert str(tap) == "nothing was recorded"
    with pytest.raises(PoolLabError, match="Nothing was recorded"):
        tap.picture("x")

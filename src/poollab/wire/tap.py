"""The tap: a proxy on loopback that passes every byte on, and writes down what it was."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from time import perf_counter
from typing import Any
from urllib.parse import SplitResult, urlsplit

from poollab.errors import PoolLabError
from poollab.wire.conversation import Conversation, Message
from poollab.wire.protocol import SSL_REQUEST, Reader, Sender

CHUNK = 65536
PATIENCE = 5  # seconds: to reach the server, and for the tap itself to start and stop
LINGER = 0.25  # seconds in which what was sent before the end is still written down
MOST_MESSAGES = 20_000  # more of one recording are passed on, but not kept


class Tap:
    """A recording of what is said over every connection made to ``dsn``. Made by ``record``."""

    def __init__(self, dsn: str, round_trip: float) -> None:
        """Stand before the server of a DSN, without listening yet."""
        self._parts = split(dsn)
        self._server = (self._parts.hostname or "", self._parts.port or 5432)
        self._delay = round_trip / 2
        self._says_no = offers_encryption(*self._server)
        self._listening: asyncio.Server | None = None
        self._passing: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self.conversations: list[Conversation] = []
        """One for each connection, in order; they grow while the tap is open."""
        self.left_out = 0
        """How many messages were passed on and not kept."""
        self.dsn = ""
        """Where a driver connects to be recorded."""

    @property
    def messages(self) -> list[Message]:
        """All messages, connection after connection."""
        return [message for each in self.conversations for message in each.messages]

    def picture(self, title: str) -> Any:
        """Draw the first conversation, the time running downwards. PoolLabError if it is empty."""
        if not self.conversations:
            raise PoolLabError("Nothing was recorded: let the driver connect to tap.dsn.")
        return self.conversations[0].picture(title)

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.conversations)) or "nothing was recorded"

    def __repr__(self) -> str:  # the DSN holds a password
        connections, count = len(self.conversations), len(self.messages)
        return f"<Tap: {connections} connections, {count} messages>"

    async def open(self) -> None:
        """Listen on a free port of loopback."""
        self._listening = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        port = self._listening.sockets[0].getsockname()[1]
        login = self._parts.netloc.rpartition("@")[0]
        netloc = f"{login}@127.0.0.1:{port}" if login else f"127.0.0.1:{port}"
        self.dsn = self._parts._replace(netloc=netloc).geturl()

    async def close(self) -> None:
        """Stop listening and cut every connection that is still open."""
        if self._listening is not None:
            self._listening.close()
        if self._passing:
            await asyncio.wait(self._passing, timeout=LINGER)
        for task in self._passing:
            task.cancel()
        await asyncio.gather(*self._passing, return_exceptions=True)
        for writer in self._writers:
            writer.transport.abort()
        await asyncio.sleep(0)  # the sockets are closed in the loop's next turn

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._passing.add(task)
        self._writers.add(writer)
        try:
            # A broken connection ends the conversation, a cancelled task the recording.
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await self._pass(reader, writer)
        finally:
            writer.close()
            self._passing.discard(task)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Reach the server, then pass on what comes, both ways, until the server has ended."""
        ear = Ear(self, Conversation(len(self.conversations) + 1))
        self.conversations.append(ear.conversation)
        await self._travel(2)  # TCP's own trip there and back
        async with asyncio.timeout(PATIENCE):
            from_server, to_server = await asyncio.open_connection(*self._server)
        self._writers.add(to_server)
        ear.conversation.connected = perf_counter() - ear.began
        there = asyncio.create_task(self._pump("driver", ear, reader, to_server, writer))
        try:
            await self._pump("server", ear, from_server, writer, to_server)
        finally:
            there.cancel()
            await asyncio.gather(there, return_exceptions=True)
            to_server.close()

    async def _pump(
        self,
        sender: Sender,
        ear: "Ear",
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        back: asyncio.StreamWriter,
    ) -> None:
        """Pass on what one side says. It is written down first: who has it can read it there."""
        while data := await reader.read(CHUNK):
            ear.hear(sender, data)
            await self._travel()
            if self._says_no and data == SSL_REQUEST:
                ear.hear("server", b"N")
                back.write(b"N")
                continue
            writer.write(data)
            await writer.drain()
        if sender == "driver":
            writer.write_eof()  # the server has yet to end

    async def _travel(self, ways: int = 1) -> None:
        """Take the time that the way to a server so far away would take."""
        if self._delay:
            await asyncio.sleep(self._delay * ways)


class Ear:
    """Writes down what it hears of one connection."""

    def __init__(self, tap: Tap, conversation: Conversation) -> None:
        self._tap, self._reader = tap, Reader()
        self.conversation = conversation
        self.began = perf_counter()

    def hear(self, sender: Sender, data: bytes) -> None:
        """Note the messages that these bytes complete."""
        now = perf_counter() - self.began
        for frame in self._reader.feed(sender, data):
            if len(self.conversation.messages) >= MOST_MESSAGES:
                self._tap.left_out += 1
                continue
            self.conversation.messages.append(
                Message(now, sender, frame.type, frame.name, frame.length, frame.detail)
            )


@contextlib.contextmanager
def record(dsn: str, *, round_trip: float = 0.0) -> Iterator[Tap]:
    """Record, until the ``with`` block ends, what is said over connections made to ``tap.dsn``.

    ``dsn`` names the server, as ``postgresql://…``. ``round_trip`` is how many seconds a message
    and its answer take on their way, as if the server were that far away. Connections still open
    at the end are cut. A server that offers encryption is asked for none.
    Raises PoolLabError if ``dsn`` is no such address or nothing answers there.
    """
    if not isinstance(round_trip, int | float) or not 0 <= round_trip <= 1:
        raise PoolLabError(f"round_trip is in seconds, from 0 to 1, not {round_trip!r}.")
    tap = Tap(dsn, round_trip)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="wire tap", daemon=True)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(tap.open(), loop).result(PATIENCE)
        yield tap
    finally:
        asyncio.run_coroutine_threadsafe(tap.close(), loop).result(PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()


def split(dsn: str) -> SplitResult:
    """Return the parts of a DSN. Raises PoolLabError if it is none with a host."""
    try:
        parts = urlsplit(dsn)
        parts.port  # noqa: B018, read for the ValueError of a senseless one
    except (ValueError, TypeError, AttributeError):
        parts = SplitResult("", "", "", "", "")
    if parts.scheme not in ("postgresql", "postgres") or not parts.hostname:
        # It is not repeated: it may hold a password.
        raise PoolLabError("wire.record takes a DSN such as db.dsn: postgresql://user@host/name")
    return parts


def offers_encryption(host: str, port: int) -> bool:
    """Ask a server whether it would encrypt. Raises PoolLabError if nothing answers."""
    try:
        with socket.create_connection((host, port), PATIENCE) as probe:
            probe.sendall(SSL_REQUEST)
            answer = probe.recv(1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PoolLabError(f"No PostgreSQL answers on {host}:{port} ({reason}).") from error
    if not answer:
        raise PoolLabError(f"What listens on {host}:{port} hung up at once: is it PostgreSQL?")
    return answer == b"S"

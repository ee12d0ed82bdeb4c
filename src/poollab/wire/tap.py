"""The tap: a proxy on loopback that passes every byte on, and writes down what it was."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from typing import Any

from poollab.errors import PoolLabError
from poollab.wire.address import PATIENCE, insists_on_encryption, offers_encryption, split
from poollab.wire.conversation import Conversation, Message
from poollab.wire.link import Link, Way

LINGER = 0.25  # seconds in which what was sent before the end is still written down


class Tap:
    """A recording of what is said over every connection made to ``dsn``. Made by ``record``."""

    def __init__(self, dsn: str, round_trip: float) -> None:
        """Stand before the server of a DSN, without listening yet."""
        self._parts = split(dsn)
        server = (self._parts.hostname or "", self._parts.port or 5432)
        says_no = offers_encryption(*server) and not insists_on_encryption(self._parts)
        self._way = Way(server, round_trip / 2, says_no)
        self._links: list[Link] = []
        self._listening: asyncio.Server | None = None
        self._passing: set[asyncio.Task[None]] = set()
        self.dsn = ""
        """Where a driver connects to be recorded."""

    @property
    def conversations(self) -> list[Conversation]:
        """One for each connection, in order; they grow while the tap is open."""
        return [link.conversation for link in self._links]

    @property
    def messages(self) -> list[Message]:
        """All messages that were passed on, connection after connection."""
        return [message for each in self.conversations for message in each.messages]

    @property
    def left_out(self) -> int:
        """How many messages were passed on and not kept."""
        return self._way.left_out

    def drop(self, *, idle: float | None = None) -> None:
        """Forget connections and tell nobody: what is sent on them reaches nobody any more.

        Without ``idle``, the connections that are open now, as if the other machine had vanished.
        With it, from now on each connection on which nothing was said for more than ``idle``
        seconds, as firewalls do. Both sockets of a connection stay open until the recording ends,
        the end of the one is not told to the other, and new connections pass.

        The tap is a proxy: its own machine still acknowledges each packet. So what TCP does about
        packets that are lost can't be seen here: ``TCP_USER_TIMEOUT`` never strikes, and
        keepalives are answered.
        Raises PoolLabError if ``idle`` is no number of seconds.
        """
        if idle is None:
            for link in self._links:
                link.forgotten = True
        elif isinstance(idle, int | float) and idle >= 0:
            self._way.longest_silence = idle
        else:
            raise PoolLabError(f"idle is in seconds, such as 1.0, not {idle!r}.")

    def picture(self, title: str) -> Any:
        """Draw the first conversation, the time running downwards. PoolLabError if it is empty."""
        if not self._links:
            raise PoolLabError("Nothing was recorded: let the driver connect to tap.dsn.")
        return self.conversations[0].picture(title)

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.conversations)) or "nothing was recorded"

    def __repr__(self) -> str:  # the DSN holds a password
        connections, count = len(self._links), len(self.messages)
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
        for link in self._links:
            link.cut()
        await asyncio.sleep(0)  # the sockets are closed in the loop's next turn

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._passing.add(task)
        link = Link(len(self._links) + 1, self._way, writer)
        self._links.append(link)
        try:
            # A broken connection ends the conversation, a cancelled task the recording.
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await link.join(reader)
        finally:
            writer.close()
            self._passing.discard(task)


@contextlib.contextmanager
def record(dsn: str, *, round_trip: float = 0.0) -> Iterator[Tap]:
    """Record, until the ``with`` block ends, what is said over connections made to ``tap.dsn``.

    ``dsn`` names the server, as ``postgresql://…``. ``round_trip`` is how many seconds a message
    and its answer take on their way, as if the server were that far away. Connections still open
    at the end are cut. Drivers that ask for encryption are told that there is none, so that the
    messages can be read, unless ``dsn`` insists on it (``?sslmode=require``): then the bytes are
    passed on, and the list ends with "encrypted from here on".
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

"""One connection through the tap: what is said is written down, and passed on or dropped."""

import asyncio
import contextlib
from dataclasses import dataclass
from math import inf
from time import perf_counter

from poollab.wire.address import PATIENCE
from poollab.wire.conversation import Conversation, Message
from poollab.wire.protocol import SSL_REQUEST, Reader, Sender

CHUNK = 65536
MOST_MESSAGES = 20_000  # more of one connection are passed on, but not kept


@dataclass
class Way:
    """What holds for every connection of a tap."""

    server: tuple[str, int]
    delay: float
    """Seconds that anything takes to the server, or back."""
    says_no: bool
    """Whether the tap itself answers a driver that asks for encryption."""
    longest_silence: float = inf
    """Seconds after which a connection on which nothing is said is forgotten."""
    left_out: int = 0
    """How many messages were passed on and not kept."""


class Link:
    """A driver's connection and the tap's own to the server, joined."""

    def __init__(self, number: int, way: Way, driver: asyncio.StreamWriter) -> None:
        self.conversation = Conversation(number)
        self.forgotten = False
        """Whether what is said reaches nobody any more."""
        self._way, self._reader = way, Reader()
        self._writers = [driver]
        self._began = self._heard = perf_counter()

    async def join(self, from_driver: asyncio.StreamReader) -> None:
        """Reach the server, then pass on what comes, both ways, until the server has ended."""
        await self._travel(2)  # TCP's own trip there and back
        async with asyncio.timeout(PATIENCE):
            from_server, to_server = await asyncio.open_connection(*self._way.server)
        self._writers.append(to_server)
        self._heard = perf_counter()
        self.conversation.connected = self._heard - self._began
        to_driver = self._writers[0]
        there = asyncio.create_task(self._pump("driver", from_driver, to_server, to_driver))
        try:
            await self._pump("server", from_server, to_driver, to_server)
        finally:
            there.cancel()
            await asyncio.gather(there, return_exceptions=True)
            to_server.close()

    async def _pump(
        self,
        sender: Sender,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        back: asyncio.StreamWriter,
    ) -> None:
        """Pass on what one side says. It is written down first: who has it can read it there."""
        with contextlib.suppress(ConnectionError):  # hung up without a goodbye: that is an end too
            while data := await reader.read(CHUNK):
                self._hear(sender, data)
                if self.forgotten:
                    continue
                if self._way.says_no and data == SSL_REQUEST:
                    await self._travel(2)
                    self._hear("server", b"N")
                    back.write(b"N")
                    continue
                await self._send(writer, data)
            await self._travel()  # what is under way comes first
        self._notice_silence()
        if self.forgotten:
            await asyncio.Event().wait()  # the other side is not told of the end either
        if sender == "driver":
            writer.write_eof()  # the server has yet to end

    async def _send(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        """Have this arrive after its way; what follows closely does not wait for it."""
        if self._way.delay:
            asyncio.get_running_loop().call_later(self._way.delay, writer.write, data)
        else:
            writer.write(data)
            await writer.drain()

    async def _travel(self, ways: int = 1) -> None:
        """Take the time that the way to a server so far away would take."""
        if self._way.delay:
            await asyncio.sleep(self._way.delay * ways)

    def _notice_silence(self) -> None:
        """Forget a connection on which nothing was said for too long; else it starts anew."""
        now = perf_counter()
        self.forgotten |= now - self._heard > self._way.longest_silence
        self._heard = now

    def _hear(self, sender: Sender, data: bytes) -> None:
        """Note the messages that these bytes complete."""
        self._notice_silence()
        now = self._heard - self._began
        kept = self.conversation.dropped if self.forgotten else self.conversation.messages
        for frame in self._reader.feed(sender, data):
            if len(kept) >= MOST_MESSAGES:
                self._way.left_out += 1
                continue
            kept.append(Message(now, sender, frame.type, frame.name, frame.length, frame.detail))

    def cut(self) -> None:
        """End the connection on both sides, whatever is still unsent."""
        for writer in self._writers:
            writer.transport.abort()

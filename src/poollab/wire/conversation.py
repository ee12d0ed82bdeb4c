"""What was said over one connection, and by whom; all times are in seconds since it began."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from poollab.draw import Picture
from poollab.errors import PoolLabError
from poollab.wire.protocol import Sender

ARROWS: dict[Sender, str] = {"driver": "driver → server", "server": "driver ← server"}


@dataclass(frozen=True)
class Message:
    """One message, when it passed the tap."""

    at: float
    sender: Sender
    type: str
    """The type byte; empty for the packets of the start that have none."""
    name: str
    length: int
    """Bytes on the wire, all included."""
    detail: str
    """What may be shown of it: never a secret."""


@dataclass(frozen=True)
class Turn:
    """The time in which one side had the word, and what came of it.

    The turn of the network is the TCP handshake with the server.
    """

    who: Sender | Literal["network"]
    start: float
    end: float
    messages: list[Message]

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.end - self.start

    @property
    def says(self) -> str:
        """What was said: the names of the messages, those that are repeated counted."""
        if not self.messages:
            return "the TCP handshake"
        return ", ".join(counted(name, count) for name, count in grouped(self.messages))


@dataclass
class Conversation:
    """The messages of one connection, in order."""

    number: int
    messages: list[Message] = field(default_factory=list)
    connected: float | None = None
    """How long the TCP handshake with the server took; None if the server could not be reached."""
    dropped: list[Message] = field(default_factory=list)
    """What was said after the tap had forgotten the connection: it reached nobody."""

    def until(self, name: str) -> Conversation:
        """Return the conversation up to the first message of that name.

        Raises PoolLabError if there is none.
        """
        for place, message in enumerate(self.messages, start=1):
            if message.name == name:
                return Conversation(self.number, self.messages[:place], self.connected)
        raise PoolLabError(f"No message {name} was recorded on connection {self.number}.")

    @property
    def seconds(self) -> float:
        """How long it took, up to the last message."""
        return self.messages[-1].at if self.messages else self.connected or 0.0

    @property
    def turns(self) -> list[Turn]:
        """Who had the word, when: first the network, then the driver and the server in turn."""
        now = self.connected or 0.0
        turns = [Turn("network", 0.0, now, [])]
        for sender, said in groupby(self.messages, key=lambda message: message.sender):
            messages = list(said)
            turns.append(Turn(sender, now, messages[-1].at, messages))
            now = messages[-1].at
        return turns

    def picture(self, title: str) -> Picture:
        """Draw the conversation, the time running downwards. PoolLabError if it is empty."""
        from poollab.wire.picture import picture_of

        return picture_of(self, title)

    def __str__(self) -> str:
        """Return a line for each message, those that are repeated in one."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        if self.connected is None:
            yield "the server could not be reached"
            return
        yield f"{self.connected * 1000:7.2f} ms  TCP handshake"
        for turn in self.turns:
            for (name, sender, _), said in groupby(turn.messages, key=kind):
                yield line(name, ARROWS[sender], list(said))
        for (name, sender, _), said in groupby(self.dropped, key=kind):
            yield line(name, f"{sender} → nobody", list(said))


def kind(message: Message) -> tuple[str, Sender, float]:
    """Return what messages have in common that are said in one breath."""
    return message.name, message.sender, message.at


def grouped(messages: list[Message]) -> list[tuple[str, int]]:
    """Return the names of the messages, with how often each is said in a row."""
    return [(name, len(list(said))) for name, said in groupby(m.name for m in messages)]


def counted(name: str, count: int) -> str:
    """Return a name and its number, if it is more than one."""
    return f"{count} \N{MULTIPLICATION SIGN} {name}" if count > 1 else name


def line(name: str, arrow: str, said: list[Message]) -> str:
    """Return one line of the text form."""
    details = said[0].detail
    if len(said) > 1:
        names = [message.detail.partition("=")[0] for message in said[:3]]
        details = ", ".join([*filter(None, names), "…"]) if any(names) else ""
    size = sum(message.length for message in said)
    start = f"{said[0].at * 1000:7.2f} ms  {arrow}  {counted(name, len(said)):<26}"
    return f"{start} {size:5} {'byte ' if size == 1 else 'bytes'}  {details}".rstrip()

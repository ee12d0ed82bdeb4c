"""The picture of a conversation, and the sentence that says what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from poollab import draw
from poollab.errors import PoolLabError
from poollab.wire.conversation import counted, grouped

if TYPE_CHECKING:
    from poollab.wire.conversation import Conversation


NETWORK = "TCP handshake"


def picture_of(conversation: Conversation, title: str) -> draw.Picture:
    """Draw who said what, when."""
    if not conversation.messages:
        raise PoolLabError("There is nothing to draw: no message was recorded.")
    return draw.conversation(
        list(arrows(conversation)),
        [
            draw.Span(turn.start, turn.end, NETWORK if turn.who == "network" else turn.who)
            for turn in conversation.turns
            if turn.who != "network" or turn.seconds
        ],
        left="driver",
        right="server",
        title=title,
        text=_text(conversation),
    )


def arrows(conversation: Conversation) -> Iterator[draw.Arrow]:
    """Yield an arrow for all that one side said in one breath."""
    for (at, sender), said in groupby(conversation.messages, key=lambda m: (m.at, m.sender)):
        names = [counted(name, count) for name, count in grouped(list(said))]
        yield draw.Arrow(at, sender, names)


def _text(conversation: Conversation) -> str:
    """Say what the picture shows: who had the word for how long."""
    total = conversation.seconds
    shares = {"network": 0.0, "driver": 0.0, "server": 0.0}
    for turn in conversation.turns:
        shares[turn.who] += turn.seconds / total if total else 0.0
    trips = sum(turn.who == "server" for turn in conversation.turns)
    lost = len(conversation.dropped)
    return (
        f"{len(conversation.messages)} messages in {total * 1000:.1f} ms; the driver waited "
        f"{trips} times for an answer. The server's turns took {shares['server']:.0%} of the time, "
        f"the driver's {shares['driver']:.0%}, the TCP handshake {shares['network']:.0%}."
        + (f" What was said later, {lost} messages, was dropped." if lost else "")
    )

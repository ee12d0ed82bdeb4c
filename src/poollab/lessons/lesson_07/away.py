"""Which connections are away, who has them, and whether they are lost: pool and server beside."""

import asyncio
from collections.abc import Mapping
from typing import NamedTuple

from poollab import draw
from poollab.watch import LiveRecording

HELD_BY = {True: "nobody: its request is over", False: "a request that still runs"}


SCENES = {"while it lasts": (3, 2), "when all is over": (3, 0)}
"""How many of the five are lost and held, when a scene has settled."""


class Away(NamedTuple):
    """A connection that is away: its backend, whether it is lost, the backend's last query."""

    pid: int
    lost: bool
    query: str


async def away(seen: LiveRecording, scene: str, seconds: float = 15) -> dict[str, Away]:
    """Wait until a scene has settled; return what is away by the path of who took it.

    After ``seconds`` it returns what is there.
    """
    deadline = seen.seconds + seconds
    while True:
        seen.sample()
        found = _now(seen)
        gone = sum(one.lost for one in found.values())
        if (gone, len(found) - gone) == SCENES[scene] or seen.seconds > deadline:
            return found
        await asyncio.sleep(0.05)


def _now(seen: LiveRecording) -> dict[str, Away]:
    """Return what is away at the last look."""
    queries = {backend.pid: backend.query for backend in seen.backends}
    last = seen.holders[-1]
    holders = {pid: holder for pid in seen.pids if (holder := last.of(pid))}
    found = {
        holder.name.split()[-1]: Away(pid, holder.leaked, queries.get(pid, ""))
        for pid, holder in holders.items()
    }
    return dict(sorted(found.items()))


def five_ways(
    answers: Mapping[str, int], during: Mapping[str, Away], after: Mapping[str, Away]
) -> draw.table:
    """Return a table with a row for each connection that was away."""
    columns = ["answer", "pid", "held by", "last query of the backend", "in the end"]
    rows: dict[str, list[object]] = {
        way: [
            answers[way], one.pid, HELD_BY[one.lost], one.query,
            "lost" if way in after else "came back",
        ]
        for way, one in during.items()
    }  # fmt: skip
    return draw.table("Five ways to be away", columns, rows)

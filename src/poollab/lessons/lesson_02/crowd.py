"""A storm: more guests than room, who ask again at once, while the kitchen stands still."""

import asyncio
from dataclasses import dataclass
from itertools import takewhile

from poollab import draw, load
from poollab.kitchen import Kitchen, until
from poollab.load.result import Result
from poollab.observer import Counts, Observer

STANDS_STILL = 0.5
"""Seconds that the kitchen stands still when all room has been taken."""


@dataclass(frozen=True)
class Storm:
    """A calm evening, the storm after it, and the app's backends over both."""

    room: int
    calm: Result
    rush: Result
    counts: Counts
    come: float
    """Seconds after which the kitchen stood still, and the storm came."""
    opens: float
    """Seconds after which the kitchen served again."""

    def __str__(self) -> str:
        return "\n".join(f"{one.label}: {_said(one)}" for one in (self.calm, self.rush))

    @property
    def refused(self) -> int:
        """How many requests of the storm were answered with HTTP 500."""
        return self.rush.errors.get("HTTP 500", 0)

    @property
    def most(self) -> int:
        """How many backends the app had at most."""
        return max(count for _, count in self.counts)

    def picture(self) -> draw.Picture:
        """Draw the app's backends over the time, from the first of them on."""
        first = next((at for at, count in self.counts if count), 0.0)
        before = max(count for at, count in self.counts if at <= self.come)
        return draw.curves(
            {"the app's backends": [(at - first, n) for at, n in self.counts if at >= first]},
            shaded={"the kitchen stands still": (self.come - first, self.opens - first)},
            title=f"While the kitchen stands still, {self.most} of {self.room} places are taken",
            x="seconds",
            y="backends",
            steps=True,
            text=f"At most {before} backends with five guests, {self.most} in the storm. "
            f"The kitchen stood still for {self.opens - self.come:.1f} seconds.",
        )


def _said(one: Result) -> str:
    """Return how the guests of an evening fared."""
    errors = [f"{count} with {kind}" for kind, count in one.errors.items()] or ["no errors"]
    return f"{one.answered} served, the slowest in {one.slowest:.0f} ms; {', '.join(errors)}"


async def storm(url: str, dsn: str, observer: Observer, guests: int) -> Storm:
    """Have five guests for a second, then so many at a kitchen that stands still for a while.

    It serves when all room has been taken for half a second. Raises ``PoolLabError`` when a load
    fails, or when a busy machine needs more than 30 s to fill the room.
    """
    with observer.counting() as counts:
        calm = await asyncio.to_thread(load.clients, url, clients=5, seconds=1, label="5 guests")
        async with Kitchen(dsn) as kitchen:
            come = counts[-1][0]
            many = asyncio.create_task(
                asyncio.to_thread(
                    load.clients, url, clients=guests, seconds=2, label=f"{guests} guests"
                )
            )
            await until(
                lambda: _full_for(counts, observer.room) >= STANDS_STILL or many.done(), within=30
            )
            opens = counts[-1][0]
            await kitchen.serve()
            rush = await many
    return Storm(observer.room, calm, rush, counts, come, opens)


def _full_for(counts: Counts, room: int) -> float:
    """Return for how many seconds, up to the last look, all room has been taken."""
    full = [at for at, _ in takewhile(lambda look: look[1] >= room, reversed(counts))]
    return full[0] - full[-1] if full else 0

"""An evening in a restaurant with three waiters: three guests at table, and a fourth."""

import asyncio
from dataclasses import dataclass

import httpx

from poollab.kitchen import Kitchen
from poollab.postgres import Postgres
from poollab.server import Server
from poollab.watch import LiveRecording

PATHS = "/meal", "/ready", "/health"


@dataclass(frozen=True)
class Evening:
    """The app's answers."""

    served: list[int]
    """The status that each of the three at table got."""
    fourth: httpx.Response
    """What the fourth guest got while all three were at table."""
    ready: httpx.Response
    """What ``/ready`` answered then."""
    health: httpx.Response
    """What ``/health`` answered then."""
    again: httpx.Response
    """What the fourth got, coming back when they had gone."""

    def statuses(self) -> list[int]:
        """Return the status of each answer, in the order of ``told``."""
        others = self.fourth, self.ready, self.health, self.again
        return [*self.served, *(answer.status_code for answer in others)]

    def told(self) -> dict[str, str]:
        """Return what each of them heard, in words."""
        later = self.fourth.headers.get("retry-after")
        return {
            "three at table": ", ".join(map(str, self.served)),
            "the fourth guest": f"{self.fourth.status_code}, Retry-After: {later}",
            "/ready meanwhile": str(self.ready.status_code),
            "/health meanwhile": str(self.health.status_code),
            "the fourth, coming back": str(self.again.status_code),
        }


async def four_guests(place: Server, seen: LiveRecording, db: Postgres) -> Evening:
    """Let three guests wait for their ``/meal`` in the kitchen, then a fourth come; serve them.

    Raises ``httpx.HTTPError`` if the app gives no answer within ten seconds.
    """
    once = httpx.Limits(max_keepalive_connections=0)  # each request connects anew
    async with httpx.AsyncClient(base_url=place.url, timeout=10, limits=once) as client:
        async with Kitchen(db.dsn) as kitchen:
            at_table = [asyncio.create_task(client.get("/meal")) for _ in range(3)]
            await kitchen.guests(3)
            await seen.time_to_look(2)
            fourth, ready, health = [await client.get(path) for path in PATHS]
            await seen.time_to_look(1.5)
        served = [(await one).status_code for one in at_table]
        await seen.until(in_use=0)
        again = await client.get("/meal")
        await seen.time_to_look(1)
    return Evening(served, fourth, ready, health, again)

"""Requests that leave tasks behind, and the connections that these keep."""

import asyncio
from typing import NamedTuple

import httpx
from sqlalchemy.ext.asyncio import AsyncSession

from poollab.kitchen import until
from poollab.server import Server
from poollab.watch import LiveRecording


class Left(NamedTuple):
    """What three requests and their tasks left behind, when all of them were over."""

    out: int
    """Connections of the pool that were still out."""
    leaked: int
    """How many of these the recording marks as leaked."""
    fourth: int
    """The status code of a fourth request."""


async def three_requests(
    place: Server,
    path: str,
    seen: LiveRecording,
    jobs: list["asyncio.Task[None]"],
    sessions: list[AsyncSession],
) -> Left:
    """Send three requests, wait for the tasks that they leave in ``jobs``, and look; then a fourth.

    Then the recording ``seen`` ends, and the ``sessions`` are closed once more. Raises
    ``httpx.HTTPError`` if one of the three fails, ``PoolLabError`` if the recording does not mark
    as leaked all that are out.
    """
    jobs.clear()
    sessions.clear()
    async with httpx.AsyncClient(base_url=place.url, timeout=30) as client:
        for _ in range(3):
            (await client.get(path)).raise_for_status()
        place.run(asyncio.wait(jobs))
        out = seen.sample().in_use
        leaked = await _leaked(seen, out)
        await seen.time_to_look(4)
        kept = list(sessions)
        sessions.clear()  # a fourth task waits: it must not meet the end of its request
        fourth = (await client.get(path)).status_code
        await seen.until(in_use=out)  # the fourth's own is back a moment after its answer
    seen.stop()  # so that the view ends on what was left
    place.run(_end(jobs, kept))
    return Left(out, leaked, fourth)


async def _leaked(seen: LiveRecording, out: int) -> int:
    """Wait until all that are out are marked as leaked: nobody has been there for a while."""

    def leaked() -> int:
        held = [seen.holders[-1].of(pid) for pid in seen.pids]
        return sum(one.leaked for one in held if one)

    await until(lambda: leaked() == out)
    return out


async def _end(jobs: list["asyncio.Task[None]"], sessions: list[AsyncSession]) -> None:
    """Cancel what still runs, and close sessions again; in the loop of their app."""
    for job in jobs:
        job.cancel()
    await asyncio.wait(jobs)
    for session in sessions:
        await session.close()

"""What a middleware leaves behind that drives a dependency by hand."""

import asyncio
from collections.abc import Sequence
from typing import Any

import httpx

from poollab.kitchen import until
from poollab.observer import Observer
from poollab.server import serve


async def sessions_out(app: Any, sessions: Sequence[Any], observer: Observer) -> int:
    """Send an app three requests; return how many of its sessions still hold a connection.

    The server has a backend for each, or this raises ``PoolLabError``. Afterwards all are closed.
    Raises ``httpx.HTTPError`` when a request fails.
    """
    with serve(app, name="by hand") as place:
        for _ in range(3):
            answer = await asyncio.to_thread(httpx.get, place.url, timeout=30)
            answer.raise_for_status()
        await until(lambda: observer.backends() == _out(sessions))  # a closing may be under way
        out = _out(sessions)
        for session in sessions:
            place.run(session.close())
    return out


def _out(sessions: Sequence[Any]) -> int:
    """Return how many of them hold a connection."""
    return sum(session.in_transaction() for session in sessions)

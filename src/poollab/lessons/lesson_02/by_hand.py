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
        out: int = sum(session.in_transaction() for session in sessions)
        await until(lambda: observer.backends() == out)
        for session in sessions:
            place.run(session.close())
    return out

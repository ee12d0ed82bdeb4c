"""A client who hangs up while his request is under way."""

import asyncio

import httpx
from fastapi import FastAPI

from poollab.kitchen import Kitchen, until
from poollab.server import serve


async def leave(app: FastAPI, dsn: str, path: str, notes: list[str]) -> list[str]:
    """Serve the app, ask for ``path`` and hang up; print and return what it has noted.

    It leaves when the app has noted something, or its query waits for the kitchen, and looks on
    until all connections are back in ``app.state.pool``, one of asyncpg. Raises ``PoolLabError``
    if they don't come back.
    """
    notes.clear()
    with serve(app, name="terrace") as place:
        pool = app.state.pool
        async with Kitchen(dsn) as kitchen, httpx.AsyncClient(base_url=place.url) as client:
            visit = asyncio.create_task(client.get(path, timeout=60))
            await until(lambda: notes or kitchen.guests(0))
            visit.cancel()  # the client hangs up
            await until(lambda: pool.get_idle_size() == pool.get_size())
    print(f"{path}: {', '.join([*notes, 'connection given back'])}")
    return list(notes)

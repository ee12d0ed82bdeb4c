"""Requests a second by several ways to the database, and the connections that each opened."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from fastapi import FastAPI
from sqlalchemy import Engine, event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from poollab import load
from poollab.server import serve

ROUNDS = 2
ASK = text("SELECT 1")


class Way(NamedTuple):
    """What was measured of one way."""

    per_second: float
    """Requests a second, in the better of two rounds."""
    requests: int
    """Requests answered, in both."""
    opened: int
    """Connections opened, in both."""


def measured(engines: Mapping[str, Engine | AsyncEngine]) -> dict[str, Way]:
    """Serve an endpoint for each engine, ask them in turn; return what came of it, by name.

    The engines are disposed of at the end. Raises ``AssertionError`` if a request fails.
    """
    app = FastAPI()
    opened = dict.fromkeys(engines, 0)
    for place, (name, engine) in enumerate(engines.items()):
        app.add_api_route(f"/{place}", _endpoint(engine))
        event.listen(_sync(engine), "connect", lambda *_, name=name: _count(opened, name))
    rounds = _rounds(app, engines)
    assert not any(one.errors for several in rounds.values() for one in several)
    return {name: _way(several, opened[name]) for name, several in rounds.items()}


def _endpoint(engine: Engine | AsyncEngine) -> Callable[[], Any]:
    """Return an endpoint that asks one thing: a plain ``def`` for a sync engine."""
    if isinstance(engine, AsyncEngine):

        async def in_async() -> Any:
            async with engine.connect() as connection:
                return await connection.scalar(ASK)

        return in_async

    def in_sync() -> Any:
        with engine.connect() as connection:
            return connection.scalar(ASK)

    return in_sync


def _rounds(app: FastAPI, engines: Mapping[str, Engine | AsyncEngine]) -> dict[str, list[Any]]:
    """Send five clients to each endpoint, in turn: no disturbance should look like a trend."""
    found: dict[str, list[Any]] = {name: [] for name in engines}
    with serve(app, name="canteen") as served:
        for place, name in list(enumerate(engines)) * ROUNDS:
            url = f"{served.url}/{place}"
            found[name].append(load.clients(url, clients=5, seconds=0.8, label=name))
        for engine in engines.values():
            if isinstance(engine, AsyncEngine):
                served.run(engine.dispose())
            else:
                engine.dispose()
    return found


def _way(rounds: list[Any], opened: int) -> Way:
    """Return what the rounds of one way come to."""
    best = max(one.per_second for one in rounds)
    return Way(best, sum(one.answered for one in rounds), opened)


def _sync(engine: Engine | AsyncEngine) -> Engine:
    """Return the engine that has the events of this one."""
    return engine.sync_engine if isinstance(engine, AsyncEngine) else engine


def _count(opened: dict[str, int], name: str) -> None:
    opened[name] += 1

"""Idle backends are killed; then guests come, one after the other."""

from collections.abc import Iterable, Mapping
from typing import Any

from poollab.kitchen import until
from poollab.lessons.lesson_06.guests import Ask, crowd
from poollab.observer import Observer
from poollab.postgres.instance import Postgres
from poollab.server import Server
from poollab.visits import Guests, Visit

SIZE = 3
"""How many connections each pool has."""


async def kill_idle(ask: Ask, server: Server, pools: Mapping[str, Any], db: Postgres) -> int:
    """Kill three idle backends of each pool of an app, then let nobody ask.

    Return how many the app has when its pool ``asyncpg`` has opened three new ones by itself.
    Raises ``PoolLabError`` if it does not within 15 s.
    """
    for pool in pools.values():
        for pid in server.run(crowd(ask, pool, SIZE)):  # in the app's event loop
            db.kill(pid)
    native, backends = pools["asyncpg"], Observer(db.dsn).backends
    # The pool has its three: so what the server sees beyond that is another pool's.
    await until(lambda: backends() >= SIZE and native.get_size() == SIZE)
    return backends()


def in_a_row(url: str, paths: Iterable[str], count: int = 10) -> dict[str, list[Visit]]:
    """Have one guest for each path, one after the other; return so many answers of each."""
    return {path: _in_a_row(url, path, count) for path in paths}


def _in_a_row(url: str, path: str, count: int) -> list[Visit]:
    with Guests(url, [path], each=1) as guests:
        guests.more(count, failed=None)
    return guests.told[path][:count]

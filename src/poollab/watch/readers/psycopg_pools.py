"""Reads a pool of psycopg_pool, sync or async.

The public ``get_stats()`` gives numbers only; its ``pool_size`` counts connections that are still
being opened, its ``requests_waiting`` those that have given up. So this reads the pool's own
queues. It asks to be told of each new connection where the pool calls its ``configure``, and of
each checkout where it calls its ``check``.
"""

import gc
from typing import Any
from weakref import WeakKeyDictionary

from psycopg import BaseConnection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from poollab.watch.checkout import Checkout, forget
from poollab.watch.readers.snapshot import Reader, Snapshot

Connections = WeakKeyDictionary[Any, int]
Checkouts = dict[int, Checkout]

# Each pool is followed once, however often it is watched.
_followed: WeakKeyDictionary[Any, tuple[Connections, Checkouts]] = WeakKeyDictionary()


def reader(pool: ConnectionPool[Any] | AsyncConnectionPool[Any]) -> Reader:
    """Return the reader of this pool; connections opened and lent before are seen too."""
    if pool not in _followed:
        _followed[pool] = _follow(pool)
    return _Reader(pool, *_followed[pool])


def _follow(pool: Any) -> tuple[Connections, Checkouts]:
    """Collect the connections of a pool, those there are and those to come."""
    known: Connections = WeakKeyDictionary()
    checkouts: Checkouts = {}

    def opened(connection: Any) -> None:
        known[connection] = connection.info.backend_pid

    def lent(connection: Any) -> None:
        checkouts[known.get(connection, 0)] = Checkout()

    then = _then_async if isinstance(pool, AsyncConnectionPool) else _then
    pool._configure = then(pool._configure, opened)
    pool._check = then(pool._check, lent)
    idle = tuple(pool._pool)
    # A pool has no list of what it has lent; a connection knows its pool while it is lent.
    for thing in gc.get_objects():
        if issubclass(type(thing), BaseConnection) and (
            getattr(thing, "_pool", None) is pool or thing in idle
        ):
            opened(thing)
    return known, checkouts


def _then(own: Any, note: Any) -> Any:
    """Return a hook that does what the learner's own does, then takes a note."""

    def hook(connection: Any) -> None:
        if own:
            own(connection)
        note(connection)

    return hook


def _then_async(own: Any, note: Any) -> Any:
    """Return the same for a pool that awaits its hooks."""

    async def hook(connection: Any) -> None:
        if own:
            await own(connection)
        note(connection)

    return hook


class _Reader:
    """Takes snapshots, remembering the last to see which connections were lost since."""

    def __init__(self, pool: Any, known: Connections, checkouts: Checkouts) -> None:
        self._pool, self._known, self._checkouts = pool, known, checkouts
        self._last: set[int] = set()
        self._ended: list[int] = []
        self._losses = self._count_losses()

    def __call__(self) -> Snapshot:
        """Take a snapshot."""
        pool, known = self._pool, self._known
        idle = {id(connection) for connection in tuple(pool._pool)}
        connections = {}
        for connection in [ref() for ref in known.keyrefs()]:
            if connection is not None and not connection.closed:
                # A pool that closes empties its queue first, then closes what was in it.
                left = pool.closed and connection._pool is None
                connections[known[connection]] = id(connection) not in idle and not left
        forget(self._checkouts, connections.keys())
        # Those that have got a connection or given up can stay in the queue for a while.
        waiting = sum(w.conn is None and w.error is None for w in tuple(pool._waiting))
        opening = 0 if pool.closed else max(0, pool._nconns - len(connections))
        over = pool.closed and pool._opened and not connections
        return Snapshot(
            connections, opening, waiting, pool.max_size or None,
            "the pool was closed" if over else None, None, self._lost(connections.keys()),
            self._checkouts,
        )  # fmt: skip

    def _count_losses(self) -> int:
        """Return how many broken connections the pool has found so far."""
        stats = self._pool.get_stats()
        return int(stats.get("connections_lost", 0) + stats.get("returns_bad", 0))

    def _lost(self, now: Any) -> list[int]:
        """Return the pids of those that the pool has found broken since the last snapshot.

        It counts one a little after it has ended: the count belongs to the last that did.
        """
        self._ended += sorted(self._last - now)
        self._last = set(now)
        found, self._losses = self._count_losses() - self._losses, self._count_losses()
        lost = self._ended[-found:] if found > 0 else []
        self._ended = [] if lost else self._ended[-100:]
        return lost

"""Reads a pool of psycopg_pool, sync or async.

The public ``get_stats()`` gives numbers only; its ``pool_size`` counts connections that are still
being opened, its ``requests_waiting`` those that have given up. So this reads the pool's own
queues, and what its hooks have told.

A lent connection belongs to its borrower alone. If the borrower forgets it, Python collects it, and
the pool goes on counting it.
"""

from typing import Any

from psycopg_pool import AsyncConnectionPool, ConnectionPool

from poollab.watch.checkout import forget
from poollab.watch.readers.psycopg_hooks import Told, followed
from poollab.watch.readers.snapshot import Reader, Snapshot


def reader(pool: ConnectionPool[Any] | AsyncConnectionPool[Any]) -> Reader:
    """Return the reader of this pool; connections opened and lent before are seen too."""
    return _Reader(pool, followed(pool))


class _Reader:
    """Takes snapshots, remembering the last to see which connections were lost since."""

    def __init__(self, pool: Any, told: Told) -> None:
        self._pool, self._told = pool, told
        self._last: set[int] = set()
        self._ended: list[int] = []
        self._losses = self._count_losses()

    def __call__(self) -> Snapshot:
        """Take a snapshot."""
        pool, told = self._pool, self._told
        idle = {id(connection) for connection in tuple(pool._pool)}
        connections, odd = {}, {}
        for connection in [one() for one in told.known.keyrefs()]:
            if connection is None:
                continue
            pid, is_idle = told.known[connection], id(connection) in idle
            if connection.closed:
                if not is_idle and pid not in told.lent:
                    continue  # by the pool, which no longer counts it
                odd[pid] = "broken"
            # A pool that closes empties its queue first, then closes what was in it.
            left = pool.closed and connection._pool is None
            connections[pid] = not is_idle and not left
        if pool._nconns > len(connections) and not pool.closed:
            odd |= dict.fromkeys(told.collected(), "collected")
            connections |= dict.fromkeys(told.collected(), True)
        forget(told.checkouts, connections.keys())
        # Those that have got a connection or given up can stay in the queue for a while.
        waiting = sum(w.conn is None and w.error is None for w in tuple(pool._waiting))
        opening = 0 if pool.closed else max(0, pool._nconns - len(connections))
        over = pool.closed and pool._opened and not connections
        return Snapshot(
            connections, opening, waiting, pool.max_size or None,
            "the pool was closed" if over else None, None, self._lost(connections.keys()),
            told.checkouts, odd,
        )  # fmt: skip

    def drivers(self) -> dict[int, Any]:
        """Return the connections by the pids they were told."""
        found = [one for one in (ref() for ref in self._told.known.keyrefs()) if one is not None]
        return {self._told.known[one]: one for one in found}

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

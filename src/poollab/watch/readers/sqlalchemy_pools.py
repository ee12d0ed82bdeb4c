"""Reads the pool of an SQLAlchemy engine, sync or async, or a pool by itself.

The public counters can mislead: ``overflow()`` starts below zero, ``checkedin()`` counts places
whose connection was lost, ``checkedout()`` counts connections still being opened. So this asks each
of the pool's records, which its events have told of.
"""

from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.pool import ConnectionPoolEntry, Pool, QueuePool

from poollab.watch.checkout import forget
from poollab.watch.readers.snapshot import Reader, Snapshot
from poollab.watch.readers.sqlalchemy_events import Events, followed, pool_of


def reader(engine: Engine | Pool) -> Reader:
    """Return the reader of this engine; connections opened and lent before are seen too."""
    return _Reader(engine, followed(engine))


class _Reader:
    """Takes snapshots, remembering how many broken connections it has told of."""

    def __init__(self, engine: Engine | Pool, events: Events) -> None:
        self._engine, self._events = engine, events
        self._told = len(events.broken)
        self._pool: Pool | None = None

    def __call__(self) -> Snapshot:
        """Take a snapshot."""
        events, engine = self._events, self._engine
        pool = engine.pool if isinstance(engine, Engine) else engine
        known = events.known()
        connections = {
            events.records[record]: record.in_use
            for record in known
            if record.dbapi_connection is not None
        }
        forget(events.checkouts, connections.keys())
        replaced = self._pool is not None and self._pool is not pool
        news = "the engine was disposed of: it has a new pool" if replaced else None
        self._pool = pool
        lost = events.broken[self._told :]
        self._told += len(lost)
        return Snapshot(
            connections, _opening(pool, known, len(connections) < len(known)), _waiting(pool),
            _limit(pool), None, news, lost, events.checkouts,
        )  # fmt: skip

    def drivers(self) -> dict[int, Any]:
        """Return the drivers' connections by the pids they were told."""
        events = self._events
        return {events.records[record]: record.driver_connection for record in events.known()}


def _opening(pool: Pool, known: list[ConnectionPoolEntry], some_empty: bool) -> int:
    """Count the places that the pool has given to connections which are not there yet."""
    if not isinstance(pool, QueuePool):
        return 0
    own = [one for one in known if pool_of(one) is pool]
    new = max(0, pool.size() + pool.overflow() - len(own))
    if not some_empty:
        return new
    lost = {id(one) for one in own if one.dbapi_connection is None}
    return new + len(lost.difference(map(id, _queued(pool))))


def _limit(pool: Pool) -> int | None:
    """Return size and overflow together; there is no public name for the latter's limit."""
    if not isinstance(pool, QueuePool) or pool._max_overflow < 0:
        return None
    return pool.size() + pool._max_overflow


def _queue(pool: Pool) -> Any:
    """Return the queue inside the pool, None while there is none.

    That of an async pool is made at its first use, in the loop where it belongs: not here.
    """
    queue = getattr(pool, "_pool", None)
    return queue if hasattr(queue, "not_empty") else vars(queue).get("_queue") if queue else None


def _queued(pool: Pool) -> tuple[ConnectionPoolEntry, ...]:
    """Return the records that nobody has taken, with or without a connection."""
    queue = _queue(pool)
    return tuple(queue.queue if hasattr(queue, "not_empty") else getattr(queue, "_queue", ()))


def _waiting(pool: Pool) -> int:
    """Count the requests queueing, which only the queue inside the pool knows."""
    queue = _queue(pool)
    if queue is None:
        return 0
    if hasattr(queue, "not_empty"):
        return len(queue.not_empty._waiters)
    return sum(not waiter.done() for waiter in tuple(queue._getters))

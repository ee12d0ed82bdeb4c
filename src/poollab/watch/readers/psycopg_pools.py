"""Reads a pool of psycopg_pool, sync or async.

The public ``get_stats()`` gives numbers only; its ``pool_size`` counts connections that are still
being opened, its ``requests_waiting`` those that have given up. So this reads the pool's own
queues, and asks to be told of each new connection where the pool calls its ``configure``.
"""

import gc
from typing import Any
from weakref import WeakKeyDictionary

from psycopg import BaseConnection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from poollab.watch.readers.snapshot import Reader, Snapshot

Connections = WeakKeyDictionary[Any, int]

# Each pool is followed once, however often it is watched.
_followed: WeakKeyDictionary[Any, Connections] = WeakKeyDictionary()


def reader(pool: ConnectionPool[Any] | AsyncConnectionPool[Any]) -> Reader:
    """Return the reader of this pool; connections opened and lent before are seen too."""
    if pool not in _followed:
        _followed[pool] = _follow(pool)
    known = _followed[pool]
    return lambda: _read(pool, known)


def _follow(pool: Any) -> Connections:
    """Collect the connections of a pool, those there are and those to come."""
    known: Connections = WeakKeyDictionary()
    pool._configure = _configure(pool, known)
    idle = tuple(pool._pool)
    # A pool has no list of what it has lent; a connection knows its pool while it is lent.
    for thing in gc.get_objects():
        if issubclass(type(thing), BaseConnection) and (
            getattr(thing, "_pool", None) is pool or thing in idle
        ):
            known[thing] = thing.info.backend_pid
    return known


def _configure(pool: Any, known: Connections) -> Any:
    """Return what the pool is to call with each new connection: the learner's own, then a note."""
    configure = pool._configure

    async def configure_async(connection: Any) -> None:
        if configure:
            await configure(connection)
        known[connection] = connection.info.backend_pid

    def configure_sync(connection: Any) -> None:
        if configure:
            configure(connection)
        known[connection] = connection.info.backend_pid

    return configure_async if isinstance(pool, AsyncConnectionPool) else configure_sync


def _read(pool: Any, known: Connections) -> Snapshot:
    """Take a snapshot."""
    idle = {id(connection) for connection in tuple(pool._pool)}
    connections = {}
    for connection in [ref() for ref in known.keyrefs()]:
        if connection is not None and not connection.closed:
            # A pool that closes empties its queue first, then closes what was in it.
            left = pool.closed and connection._pool is None
            connections[known[connection]] = id(connection) not in idle and not left
    # Those that have got a connection or given up can stay in the queue for a while.
    waiting = sum(w.conn is None and w.error is None for w in tuple(pool._waiting))
    closed = pool.closed and pool._opened and not connections
    return Snapshot(connections, waiting, pool.max_size or None, closed)

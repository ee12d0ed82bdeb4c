"""Reads the pool of an SQLAlchemy engine, sync or async, or a pool by itself.

The public counters can mislead: ``overflow()`` starts below zero, ``checkedin()`` counts places
whose connection was lost, ``checkedout()`` counts connections still being opened. So this keeps the
pool's records (one for each place in it), told of them by the public event ``connect``, and asks
each.
"""

import gc
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import ConnectionPoolEntry, Pool, QueuePool

from poollab.watch.readers.snapshot import Reader, Snapshot

Records = WeakKeyDictionary[ConnectionPoolEntry, int]

# An engine is listened to once, however often it is watched; listeners outlive engine.dispose().
_followed: WeakKeyDictionary[Engine | Pool, Records] = WeakKeyDictionary()


def reader(engine: Engine | Pool) -> Reader:
    """Return the reader of this engine; connections opened and lent before are seen too."""
    if engine not in _followed:
        _followed[engine] = _follow(engine)
    records = _followed[engine]
    return lambda: _read(engine, records)


def _follow(engine: Engine | Pool) -> Records:
    """Collect the records of a pool, those there are and those to come."""
    records: Records = WeakKeyDictionary()
    event.listen(engine, "connect", lambda _, record: _add(records, record))
    pool = engine.pool if isinstance(engine, Engine) else engine
    # A pool has no list of what it has lent; each record knows its pool, by a private name.
    for thing in gc.get_objects():
        if not issubclass(type(thing), ConnectionPoolEntry):
            continue
        if getattr(thing, "_ConnectionRecord__pool", None) is pool and thing.dbapi_connection:
            _add(records, thing)
    return records


def _add(records: Records, record: ConnectionPoolEntry) -> None:
    """Note a record with the pid of its backend, 0 where the driver does not tell."""
    connection: Any = record.driver_connection
    if hasattr(connection, "get_server_pid"):  # asyncpg
        records[record] = connection.get_server_pid()
    else:  # psycopg and psycopg2
        records[record] = getattr(getattr(connection, "info", None), "backend_pid", 0)


def _read(engine: Engine | Pool, records: Records) -> Snapshot:
    """Take a snapshot."""
    known = [record for record in (ref() for ref in records.keyrefs()) if record is not None]
    connections = {
        records[record]: record.in_use for record in known if record.dbapi_connection is not None
    }
    pool = engine.pool if isinstance(engine, Engine) else engine
    return Snapshot(connections, _waiting(pool), _limit(pool), closed=False)


def _limit(pool: Pool) -> int | None:
    """Return size and overflow together; there is no public name for the latter's limit."""
    if not isinstance(pool, QueuePool) or pool._max_overflow < 0:
        return None
    return pool.size() + pool._max_overflow


def _waiting(pool: Pool) -> int:
    """Count the requests queueing, which only the queue inside the pool knows."""
    queue: Any = getattr(pool, "_pool", None)
    if queue is None:
        return 0
    if hasattr(queue, "not_empty"):
        return len(queue.not_empty._waiters)
    # The queue of an async pool is made at its first use, in the loop where it belongs: not here.
    inner = vars(queue).get("_queue")
    return sum(not waiter.done() for waiter in tuple(inner._getters)) if inner else 0

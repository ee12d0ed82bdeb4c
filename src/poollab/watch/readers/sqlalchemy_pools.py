"""Reads the pool of an SQLAlchemy engine, sync or async, or a pool by itself.

The public counters can mislead: ``overflow()`` starts below zero, ``checkedin()`` counts places
whose connection was lost, ``checkedout()`` counts connections still being opened. So this keeps the
pool's records (one for each place in it), told of them by the public event ``connect``, and asks
each. The events ``checkout``, ``checkin`` and ``invalidate`` tell who takes a connection, that it
came back and that it broke. A pre-ping comes before any event: its call is noted, too.
"""

import gc
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import ConnectionPoolEntry, Pool, QueuePool

from poollab.watch.checkout import Checkout, forget
from poollab.watch.readers.snapshot import Reader, Snapshot


class _Events:
    """What the events of one engine have told."""

    def __init__(self) -> None:
        self.records: WeakKeyDictionary[ConnectionPoolEntry, int] = WeakKeyDictionary()
        self.checkouts: dict[int, Checkout] = {}
        self.broken: list[int] = []
        self._numbers = count(1)

    def connect(self, _: Any, record: ConnectionPoolEntry) -> None:
        """Note a record with the pid of its backend; -1, -2, … where the driver does not tell."""
        self.records[record] = _pid(record.driver_connection) or -next(self._numbers)

    def known(self) -> list[ConnectionPoolEntry]:
        """Return the records that there are."""
        return [one for one in (ref() for ref in self.records.keyrefs()) if one is not None]

    def pings(self, own: Callable[[Any], bool], connection: Any) -> bool:
        """Note who takes a connection, while the pool pings it."""
        for record in self.known():
            if record.dbapi_connection is connection:
                self.checkouts[self.records[record]] = Checkout(record, checking=True)
        return own(connection)

    def checkout(self, _: Any, record: ConnectionPoolEntry, __: Any) -> None:
        """Note who takes a connection."""
        one = self.checkouts.get(self.records.get(record, 0))
        if one and one.checking:
            one.checking = False
        else:
            self.checkouts[self.records.get(record, 0)] = Checkout(record)

    def checkin(self, _: Any, record: ConnectionPoolEntry) -> None:
        """Forget who had a connection that is back."""
        self.checkouts.pop(self.records.get(record, 0), None)

    def invalidate(self, _: Any, record: ConnectionPoolEntry, error: BaseException | None) -> None:
        """Note a connection that is given up because of an error."""
        if error is not None and record in self.records:
            self.broken.append(self.records[record])


def _pid(connection: Any) -> int:
    """Return the pid of a connection's backend, 0 where the driver does not tell."""
    if hasattr(connection, "get_server_pid"):  # asyncpg
        return int(connection.get_server_pid())
    return int(getattr(getattr(connection, "info", None), "backend_pid", 0))  # psycopg, psycopg2


# An engine is listened to once, however often it is watched; listeners outlive engine.dispose().
_followed: WeakKeyDictionary[Engine | Pool, _Events] = WeakKeyDictionary()


def reader(engine: Engine | Pool) -> Reader:
    """Return the reader of this engine; connections opened and lent before are seen too."""
    if engine not in _followed:
        _followed[engine] = _follow(engine)
    return _Reader(engine, _followed[engine])


def _follow(engine: Engine | Pool) -> _Events:
    """Collect the records of a pool, those there are and those to come."""
    events = _Events()
    for name in ("connect", "checkout", "checkin", "invalidate"):
        # before the learner's own, which may ask the server
        event.listen(engine, name, getattr(events, name), insert=True)
    pool: Any = engine.pool if isinstance(engine, Engine) else engine
    if dialect := vars(pool).get("_dialect"):  # a pool by itself has none, and can't ping
        dialect._do_ping_w_event = partial(events.pings, dialect._do_ping_w_event)
    # A pool has no list of what it has lent; each record knows its pool, by a private name.
    for thing in gc.get_objects():
        if not issubclass(type(thing), ConnectionPoolEntry):
            continue
        if _pool_of(thing) is pool and thing.dbapi_connection:
            events.connect(None, thing)
    return events


def _pool_of(record: Any) -> Any:
    """Return the pool of a record."""
    return getattr(record, "_ConnectionRecord__pool", None)


class _Reader:
    """Takes snapshots, remembering how many broken connections it has told of."""

    def __init__(self, engine: Engine | Pool, events: _Events) -> None:
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
    own = [one for one in known if _pool_of(one) is pool]
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

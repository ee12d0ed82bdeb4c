"""Events of an SQLAlchemy engine, sync or async: they tell what there is, and who takes it.

A pool has no list of its records (one for each place in it). So this keeps them, told of them by
the public event ``connect``. The events ``checkout``, ``checkin`` and ``invalidate`` tell who takes
a connection, that it came back and that it broke. A pre-ping comes before any event: its call is
noted, too.
"""

import gc
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import ConnectionPoolEntry, Pool

from poollab.watch.checkout import Checkout


class Events:
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
_followed: WeakKeyDictionary[Engine | Pool, Events] = WeakKeyDictionary()


def followed(engine: Engine | Pool) -> Events:
    """Return what the events of an engine tell; connections opened and lent before too."""
    if engine not in _followed:
        _followed[engine] = _follow(engine)
    return _followed[engine]


def _follow(engine: Engine | Pool) -> Events:
    """Collect the records of a pool, those there are and those to come."""
    events = Events()
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
        if pool_of(thing) is pool and thing.dbapi_connection:
            events.connect(None, thing)
    return events


def pool_of(record: Any) -> Any:
    """Return the pool of a record."""
    return getattr(record, "_ConnectionRecord__pool", None)

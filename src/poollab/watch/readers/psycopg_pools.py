"""Reads a pool of psycopg_pool, sync or async.

The public ``get_stats()`` gives numbers only; its ``pool_size`` counts connections that are still
being opened, its ``requests_waiting`` those that have given up. So this reads the pool's own
queues. It asks to be told of each new connection where the pool calls its ``configure``, of each
checkout where it calls its ``check``, and of each return where it is called: by ``putconn``.

A lent connection belongs to its borrower alone. If the borrower forgets it, Python collects it, and
the pool goes on counting it.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary, ref

from psycopg import BaseConnection
from psycopg_pool import AsyncConnectionPool, ConnectionPool

from poollab.watch.checkout import Checkout, forget
from poollab.watch.readers.snapshot import Reader, Snapshot


class _Told:
    """What the hooks of one pool have told."""

    def __init__(self) -> None:
        self.known: WeakKeyDictionary[Any, int] = WeakKeyDictionary()
        self.checkouts: dict[int, Checkout] = {}
        self.lent: dict[int, ref[Any]] = {}
        """The connections that were taken and not given back, also those collected since."""

    @contextmanager
    def opens(self, connection: Any, _: bool) -> Iterator[None]:
        """Note a new connection, once it is configured."""
        yield
        self.known[connection] = connection.info.backend_pid

    @contextmanager
    def lends(self, connection: Any, checking: bool) -> Iterator[None]:
        """Note who takes a connection; if the check fails, the pool takes it back."""
        pid = self.known.get(connection, 0)
        one = self.checkouts[pid] = Checkout(connection, checking=checking)
        self.lent[pid] = ref(connection)
        try:
            yield
        except BaseException:
            self.returns(connection)
            raise
        finally:
            one.checking = False

    def returns(self, connection: Any) -> None:
        """Note that a connection is given back."""
        pid = self.known.get(connection, 0)
        self.lent.pop(pid, None)
        if pid in self.checkouts:
            self.checkouts[pid].returns()

    def collected(self) -> list[int]:
        """Return the pids of those that their borrowers have forgotten and Python collected."""
        return [pid for pid, one in self.lent.copy().items() if one() is None]


# Each pool is followed once, however often it is watched.
_followed: WeakKeyDictionary[Any, _Told] = WeakKeyDictionary()


def reader(pool: ConnectionPool[Any] | AsyncConnectionPool[Any]) -> Reader:
    """Return the reader of this pool; connections opened and lent before are seen too."""
    if pool not in _followed:
        _followed[pool] = _follow(pool)
    return _Reader(pool, _followed[pool])


def _follow(pool: Any) -> _Told:
    """Collect the connections of a pool, those there are and those to come."""
    told = _Told()
    hook = _hook_async if isinstance(pool, AsyncConnectionPool) else _hook
    pool._configure = hook(pool._configure, told.opens)
    pool._check = hook(pool._check, told.lends)
    pool.putconn = _putconn(pool, told)
    idle = tuple(pool._pool)
    # A pool has no list of what it has lent; a connection knows its pool while it is lent.
    for thing in gc.get_objects():
        if not issubclass(type(thing), BaseConnection):
            continue
        is_lent = getattr(thing, "_pool", None) is pool
        if is_lent or thing in idle:
            told.known[thing] = pid = thing.info.backend_pid
        if is_lent:
            told.lent[pid] = ref(thing)
    return told


def _hook(own: Any, note: Any) -> Any:
    """Return a hook that does what the learner's own does, and takes a note around it."""

    def hook(connection: Any) -> None:
        with note(connection, own is not None):
            if own:
                own(connection)

    return hook


def _hook_async(own: Any, note: Any) -> Any:
    """Return the same for a pool that awaits its hooks."""

    async def hook(connection: Any) -> None:
        with note(connection, own is not None):
            if own:
                await own(connection)

    return hook


def _putconn(pool: Any, told: _Told) -> Any:
    """Return the pool's own ``putconn`` with a note before it; it does not keep the pool alive."""
    kind, weak = type(pool), ref(pool)

    def putconn(connection: Any) -> Any:
        told.returns(connection)
        return kind.putconn(weak(), connection)

    return putconn


class _Reader:
    """Takes snapshots, remembering the last to see which connections were lost since."""

    def __init__(self, pool: Any, told: _Told) -> None:
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

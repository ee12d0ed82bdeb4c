"""Reads an asyncpg pool.

The public counters are single numbers and say nothing of waiters or of which connection is in use,
so this reads the pool's holders (one for each place in the pool) and its queue. The pool's own
event loop is not asked: it may be blocked, and that is worth seeing. A reader that has just woken
keeps the interpreter lock for longer than it needs, so what it sees is one moment.

Who takes a connection is noted where the pool calls its ``setup``. While the learner's own
``setup`` runs, asyncpg calls the connection idle; nobody else can have it, so here it is in use.
"""

from typing import Any

from poollab.watch.checkout import Checkout, forget
from poollab.watch.readers.snapshot import Reader, Snapshot

Checkouts = dict[int, Checkout]


def reader(pool: Any) -> Reader:
    """Return the reader of this pool, which need not have been opened yet."""
    if not isinstance(pool._setup, _Setup):  # once, however often the pool is watched
        pool._setup = _Setup(pool._setup)
        for holder in pool._holders:  # those to come get it from the pool
            holder._setup = pool._setup
    return _Reader(pool, pool._setup)


class _Lent(Checkout):
    """A checkout of asyncpg, whose connections count how often they were given back."""

    __slots__ = ("_returns",)

    def __init__(self, connection: Any, *, checking: bool) -> None:
        super().__init__(connection, checking=checking)
        self._returns = connection._pool_release_ctr

    def is_returned(self) -> bool:
        """Say whether the borrower has given it back; the pool may still reset it."""
        connection = self._connection()
        return connection is None or connection._pool_release_ctr != self._returns


class _Setup:
    """What the pool is to call at each checkout: takes a note, and calls the learner's own."""

    def __init__(self, own: Any) -> None:
        self._own = own
        self.checkouts: Checkouts = {}
        self.checking: set[int] = set()

    async def __call__(self, proxy: Any) -> None:
        """Note who takes the connection."""
        connection = proxy._con
        pid = connection.get_server_pid()
        one = self.checkouts[pid] = _Lent(connection, checking=self._own is not None)
        if self._own:
            self.checking.add(pid)
            try:
                await self._own(proxy)
            finally:
                self.checking.discard(pid)
                one.checking = False  # after an error the pool closes the connection


class _Reader:
    """Takes snapshots, remembering the last to see which connections were lost since."""

    def __init__(self, pool: Any, setup: _Setup) -> None:
        self._pool = pool
        self._checkouts, self._checking = setup.checkouts, setup.checking
        self._last: dict[int, tuple[Any, int]] = {}

    def __call__(self) -> Snapshot:
        """Take a snapshot."""
        pool = self._pool
        generation = pool._generation  # first: expire_connections() may be called at any moment
        found = [pair for pair in map(_connection, list(pool._holders)) if pair]
        connections = {connection.get_server_pid(): in_use for connection, in_use in found}
        connections |= {pid: True for pid in tuple(self._checking) if pid in connections}
        lost = self._lost({c.get_server_pid(): (c, generation) for c, _ in found})
        forget(self._checkouts, connections.keys())
        return Snapshot(
            connections, _opening(pool), _waiting(pool), pool.get_max_size(),
            _closed(pool, connections), None, lost, self._checkouts,
        )  # fmt: skip

    def drivers(self) -> dict[int, Any]:
        """Return the connections by the pids they were told."""
        found = filter(None, map(_connection, list(self._pool._holders)))
        return {connection.get_server_pid(): connection for connection, _ in found}

    def _lost(self, now: dict[int, tuple[Any, int]]) -> list[int]:
        """Return the pids that ended since the last snapshot though the pool had no reason to."""
        pool, last = self._pool, self._last
        self._last = now
        return [
            pid
            for pid, (connection, generation) in last.items()
            if pid not in now and not pool.is_closing() and not connection._aborted
            if generation == pool._generation and not _is_used_up(connection, pool)
        ]


def _is_used_up(connection: Any, pool: Any) -> bool:
    """Say whether the pool has closed a connection because it has done its number of queries."""
    protocol = connection._protocol
    return protocol is not None and protocol.queries_count >= pool._max_queries


def _connection(holder: Any) -> tuple[Any, bool] | None:
    """Return connection and in-use of one place in the pool, None if it is empty."""
    try:
        connection = holder._con
        if connection is None or connection.is_closed():
            return None
        connection.get_server_pid()
        return connection, not holder.is_idle()
    except AttributeError:  # the loop's thread is closing it at this very moment
        return None


def _closed(pool: Any, connections: dict[int, bool]) -> str | None:
    """Say why the pool is of no use any more, None if it is."""
    if pool.is_closing() and not connections:
        return "the pool was closed"
    return "the pool's event loop has ended" if pool._loop.is_closed() else None


def _opening(pool: Any) -> int:
    """Count the places that were taken from the queue to put a connection there."""
    if pool._queue is None or pool.is_closing():
        return 0
    queued = set(map(id, tuple(pool._queue._queue)))
    return sum(h._con is None and id(h) not in queued for h in tuple(pool._holders))


def _waiting(pool: Any) -> int:
    """Count the requests queueing; those woken or cancelled have a future that is done."""
    queue = pool._queue
    return sum(not waiter.done() for waiter in tuple(queue._getters)) if queue else 0

"""Reads an asyncpg pool.

The public counters are single numbers and say nothing of waiters or of which connection is in use,
so this reads the pool's holders (one for each place in the pool) and its queue. The pool's own
event loop is not asked: it may be blocked, and that is worth seeing. A reader that has just woken
keeps the interpreter lock for longer than it needs, so what it sees is one moment.
"""

from typing import Any

from asyncpg import Pool  # type: ignore[import-untyped]

from poollab.watch.readers.snapshot import Reader, Snapshot


def reader(pool: Pool) -> Reader:
    """Return the reader of this pool, which need not have been opened yet."""
    return lambda: _read(pool)


def _read(pool: Any) -> Snapshot:
    """Take a snapshot."""
    found = [_connection(holder) for holder in list(pool._holders)]
    connections = dict(pair for pair in found if pair)
    closed = pool.is_closing() and not connections
    return Snapshot(connections, _waiting(pool), pool.get_max_size(), closed)


def _connection(holder: Any) -> tuple[int, bool] | None:
    """Return pid and in-use of the connection in one place of the pool, None if it is empty."""
    try:
        connection = holder._con
        if connection is None or connection.is_closed():
            return None
        return connection.get_server_pid(), not holder.is_idle()
    except AttributeError:  # the loop's thread is closing it at this very moment
        return None


def _waiting(pool: Any) -> int:
    """Count the requests queueing; those woken or cancelled have a future that is done."""
    queue = pool._queue
    return sum(not waiter.done() for waiter in tuple(queue._getters)) if queue else 0

"""Hooks into a pool of psycopg_pool, sync or async: they tell who takes what, and gives it back.

The pool is asked to tell of each new connection where it calls its ``configure``, of each checkout
where it calls its ``check``, and of each return where it is called: by ``putconn``.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary, ref

from psycopg import BaseConnection
from psycopg_pool import AsyncConnectionPool

from poollab.watch.checkout import Checkout


class Told:
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
_followed: WeakKeyDictionary[Any, Told] = WeakKeyDictionary()


def followed(pool: Any) -> Told:
    """Return what the hooks of a pool tell; connections opened and lent before are in it too."""
    if pool not in _followed:
        _followed[pool] = _follow(pool)
    return _followed[pool]


def _follow(pool: Any) -> Told:
    """Collect the connections of a pool, those there are and those to come."""
    told = Told()
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


def _putconn(pool: Any, told: Told) -> Any:
    """Return the pool's own ``putconn`` with a note before it; it does not keep the pool alive."""
    kind, weak = type(pool), ref(pool)

    def putconn(connection: Any) -> Any:
        told.returns(connection)
        return kind.putconn(weak(), connection)

    return putconn

"""Who took a connection out of the pool, when, and what has become of that one since."""

import asyncio
import threading
import time
from collections.abc import Collection
from typing import Any
from weakref import ref

from poollab import request

LEAKED_AFTER = 0.25
"""Seconds for which nobody who holds a connection must have been there: a pool that takes one back
may clean it first, when the request is already over."""


class Checkout:
    """One checkout, made where the pool's own hooks run: in the borrower's task or thread."""

    __slots__ = (
        "_connection", "_gone_since", "_request", "_returned", "_task", "_thread",
        "checking", "name", "since",
    )  # fmt: skip

    def __init__(self, connection: Any, *, checking: bool = False) -> None:
        """Note who runs this; ``connection`` is the driver's, or has it as SQLAlchemy's record."""
        self.checking = checking
        """Whether the pool still checks the connection, which the borrower has not got yet."""
        self._connection = ref(connection)
        self._returned = False
        self.since = time.perf_counter()
        """When it left the pool, by ``time.perf_counter``."""
        self._gone_since: float | None = None
        self._request = request.current.get()
        self._thread = threading.current_thread()
        task = _current_task()
        self._task = ref(task) if task else None
        if self._request:
            self.name = str(self._request)
        elif task:
            self.name = f"{task.get_name()}, {getattr(task.get_coro(), '__name__', 'a task')}()"
        else:
            self.name = f"thread {self._thread.name}"

    def _is_held(self) -> bool:
        """Say whether the request, the task or (without either) the thread still runs."""
        if self._request and not self._request.over:
            return True
        if self._task:
            task = self._task()
            return task is not None and not task.done()
        return not self._request and self._thread.is_alive()

    def returns(self) -> None:
        """Note that the borrower gives it back; the pool may go on to clean it."""
        self._returned = True

    def is_returned(self) -> bool:
        """Say whether the borrower has given it back: nobody holds it then, the pool cleans it."""
        return self._returned

    def state(self) -> str:
        """Return ``checking``, ``listening``, ``leaked``, or nothing if its borrower has it."""
        if self.checking:
            return "checking"
        if not self.is_over():
            return ""
        return "listening" if _listens(self._connection()) else "leaked"

    def is_over(self) -> bool:
        """Say whether whoever took it has been gone for a while, seen from now."""
        if self._is_held():
            self._gone_since = None
            return False
        now = time.perf_counter()
        self._gone_since = self._gone_since or now
        return now - self._gone_since >= LEAKED_AFTER


def _listens(connection: Any) -> bool:
    """Say whether somebody waits for notifications of a connection of asyncpg or psycopg."""
    driver = getattr(connection, "driver_connection", connection)
    return bool(getattr(driver, "_listeners", None) or getattr(driver, "_notify_handlers", None))


def _current_task() -> "asyncio.Task[object] | None":
    """Return the task that runs here, None in a thread without a loop."""
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return None
    # asyncpg's acquire(timeout=…) runs in a task of its own before Python 3.12: not the borrower.
    if task and getattr(task.get_coro(), "__qualname__", "").startswith("Pool._acquire."):
        return None
    return task


def forget(checkouts: dict[int, Checkout], pids: Collection[int]) -> None:
    """Drop the checkouts of all but these pids, sparing what is too new to be among them."""
    for pid in checkouts.keys() - pids:
        one = checkouts.get(pid)  # another recording of the pool may have dropped it just now
        if one and time.perf_counter() - one.since > 1:
            checkouts.pop(pid, None)

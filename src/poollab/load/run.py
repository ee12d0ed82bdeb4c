"""The loop of the load process: all connections on one selector, in one thread."""

import select
import selectors
from collections import Counter
from collections.abc import Callable
from time import perf_counter

from hdrh.histogram import HdrHistogram  # type: ignore[import-untyped]

from poollab.load.connection import Connection
from poollab.load.plan import Plan

# How often timeouts are looked for, and how long a connection rests after an error, in seconds.
TICK = 0.05
TICKS_PER_REPORT = 5
HOUR_US = 3_600_000_000


class Run:
    """Sends what the plan says is due, over at most ``clients`` connections, until all is answered.

    Every request that falls due ends up counted exactly once: a 2xx answer in ``latencies``,
    anything else in ``errors``.
    """

    def __init__(
        self, plan: Plan, address: tuple[str, int], request: bytes, clients: int, timeout: float
    ) -> None:
        self._selector = selectors.DefaultSelector()
        self._plan, self._timeout = plan, timeout
        self._all = [Connection(self, self._selector, address, request) for _ in range(clients)]
        self._free = self._all[::-1]
        self._resting: list[Connection] = []
        self.latencies = HdrHistogram(1, HOUR_US, 3)
        self.errors: Counter[str] = Counter()
        self.late = 0

    def connect(self) -> None:
        """Open every connection and wait until the server has taken them all, or the timeout."""
        limit = perf_counter() + self._timeout
        for connection in self._all:
            connection.open()
        while any(c.connecting for c in self._all) and perf_counter() < limit:
            self._handle(TICK)

    def go(self, report: Callable[[float, int], None]) -> float:
        """Run to the end and return the seconds the sending took.

        ``report`` is called a few times a second with the seconds gone by and the requests ended.
        """
        start = now = perf_counter()
        tick, ticks = start + TICK, 0
        self._plan.start(start)
        while True:
            if self._free:
                if self._plan.over(now) and self._idle():
                    break
                self._send(now)
            self._handle(self._wait(tick, now))
            now = perf_counter()
            if now >= tick:
                self._sweep(now)
                tick, ticks = now + TICK, ticks + 1
                if ticks % TICKS_PER_REPORT == 0:
                    report(now - start, self.latencies.total_count + self.errors.total())
        return min(now, self._plan.end) - start

    def answered(self, connection: Connection, status: int) -> None:
        """Count an answer; the client asks again if a request is due."""
        now, was_due = perf_counter(), connection.due
        due = self._due(now)
        if due is None:
            connection.due = 0.0
            self._free.append(connection)
        else:
            connection.begin(due)
        # Counted after sending, so that the server does not wait for it.
        if 200 <= status < 300:
            self.latencies.record_value(int((now - was_due) * 1e6))
            self.late += now > self._plan.end
        else:
            self.errors[f"HTTP {status}"] += 1

    def failed(self, connection: Connection, kind: str) -> None:
        """Count an error; the connection rests until the next tick, so as not to hammer."""
        self.errors[kind] += 1
        connection.due = 0.0
        self._resting.append(connection)

    def _due(self, now: float) -> float | None:
        """Return when the next request was due; those that waited too long are timeouts."""
        while (due := self._plan.next(now)) is not None and now - due > self._timeout:
            self.errors["timeout"] += 1
        return due

    def _send(self, now: float) -> None:
        while self._free and (due := self._due(now)) is not None:
            self._free.pop().begin(due)

    def _idle(self) -> bool:
        return len(self._free) + len(self._resting) == len(self._all)

    def _wait(self, tick: float, now: float) -> float:
        """Sleep until a request can be due, or leave that to the selector: return its timeout."""
        due = self._plan.wake() if self._free else tick
        if due >= tick or not hasattr(self._selector, "fileno"):
            return min(due, tick) - now
        # epoll rounds up to whole milliseconds; select() on its own descriptor does not.
        select.select([self._selector], [], [], max(0.0, due - now))
        return 0

    def _handle(self, timeout: float) -> None:
        for key, _ in self._selector.select(timeout):
            key.data(key.fileobj)

    def _sweep(self, now: float) -> None:
        """Let the resting connections go and give up on requests older than the timeout."""
        self._free += self._resting
        self._resting.clear()
        for connection in self._all:
            if connection.due and now - connection.due > self._timeout:
                connection.fail("timeout")

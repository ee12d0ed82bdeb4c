"""The load process that goes on until its stdin closes, and is turned while it runs.

Run as ``python -m poollab.load.ongoing``. The first line on stdin says where to; each further one
how many clients ask, or how many requests a second. Out come windows, as JSON lines.
"""

import json
import os
import threading
from collections import deque
from collections.abc import Iterable
from math import inf
from time import perf_counter
from typing import Any

from poollab.load.arguments import MOST_SECONDS
from poollab.load.connection import Connection
from poollab.load.plan import AtRate, WhenFree
from poollab.load.run import TICK, Run
from poollab.load.worker import allow_open_files

EVERY = 0.25
"""Seconds that a window has; the percentiles are those of the last ``RECENT`` windows."""
RECENT = 4
HOURS = 10_000  # seconds: longer than anybody plays


class Ongoing(Run):
    """Sends what is due over at most so many connections, of which more may be asked for."""

    def __init__(self, address: tuple[str, int], request: bytes, most: int, timeout: float) -> None:
        super().__init__(WhenFree(inf, None), address, request, most, timeout)
        self._most = 0  # requests under way at once
        self._found: deque[list[float]] = deque([[]], maxlen=RECENT)

    def turn(self, *, clients: int | None = None, per_second: float | None = None) -> None:
        """From now on have so many clients ask, or send so many requests a second."""
        self._most = len(self._all) if clients is None else clients
        self._plan = WhenFree(inf, None) if per_second is None else AtRate(HOURS, per_second)
        self._plan.start(perf_counter())

    def run(self, orders: "deque[dict[str, Any]]") -> Iterable[dict[str, Any]]:
        """Yield a window after another; ``orders`` are taken at each tick."""
        began = now = perf_counter()
        tick = now + TICK
        while True:
            self._send(now)
            self._handle(self._wait(tick, now))
            now = perf_counter()
            if now >= tick:
                self._sweep(now)
                while orders:
                    self.turn(**orders.popleft())
                if now - began >= EVERY:
                    yield self._window(now, now - began)
                    began = now
                tick = now + TICK

    def answered(self, connection: Connection, status: int) -> None:
        """Count an answer; whoever is free asks again."""
        now, was_due = perf_counter(), connection.due
        connection.due = 0.0
        self._free.append(connection)
        self._send(now)
        if 200 <= status < 300:
            self._found[-1].append(now - was_due)
        else:
            self.errors[f"HTTP {status}"] += 1

    def _under_way(self) -> int:
        return len(self._all) - len(self._free) - len(self._resting)

    def _send(self, now: float) -> None:
        while self._free and self._under_way() + len(self._resting) < self._most:
            due = self._due(now)
            if due is None:
                return
            self._free.pop().begin(due)

    def _wait(self, tick: float, now: float) -> float:
        if self._under_way() + len(self._resting) >= self._most:
            return max(0.0, tick - now)  # what is due has nobody who could ask
        return max(0.0, super()._wait(tick, now))

    def _window(self, now: float, seconds: float) -> dict[str, Any]:
        """Return what was counted since the last window, which ends here."""
        recent = sorted(one for window in self._found for one in window)
        waits = [now - one.due for one in self._all if one.due]
        found = {
            "seconds": seconds,
            "answered": len(self._found[-1]),
            "p50": percentile(recent, 0.5),
            "p99": percentile(recent, 0.99),
            "errors": dict(self.errors),
            "under_way": len(waits),
            "oldest": max(waits, default=0.0) * 1000,
        }
        self.errors.clear()
        self._found.append([])
        return found


def percentile(ordered: list[float], part: float) -> float | None:
    """Return what this part of the latencies stayed within, in milliseconds; None of none."""
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] * 1000 if ordered else None


def main() -> None:
    """Load what the first line of stdin names, until there are no more lines."""
    # Without sys.stdin's own buffer, whose lock the interpreter wants when it shuts down.
    lines = os.fdopen(os.dup(0), "rb", buffering=0)
    job, orders = json.loads(lines.readline()), deque[dict[str, Any]]()
    threading.Thread(target=_listen, args=[lines, orders], daemon=True).start()
    allow_open_files(job["most"] + 64)
    timeout = min(job["timeout"], MOST_SECONDS)
    run = Ongoing((job["host"], job["port"]), job["request"].encode(), job["most"], timeout)
    for window in run.run(orders):
        print(json.dumps(window), flush=True)


def _listen(lines: Iterable[bytes], orders: "deque[dict[str, Any]]") -> None:
    """Take orders until there are no more; then end this process, so that it outlives nobody."""
    for line in lines:
        orders.append(json.loads(line))
    os._exit(1)


if __name__ == "__main__":
    main()

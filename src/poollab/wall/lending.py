"""Connections lent to requests: for as long as it takes, after a bounded wait, and counted."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Annotated, Any

import asyncpg  # type: ignore[import-untyped]
from fastapi import Depends, Request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

BUCKETS = (0.01, 0.1, 0.5, 1, 2.5, 10)  # seconds of waiting; 0.5 is the limit of an alert
UNAVAILABLE = (
    OSError,  # no such server; also TimeoutError: the pool is empty
    asyncpg.TooManyConnectionsError,
    asyncpg.CannotConnectNowError,  # the server starts, or shuts down
    asyncpg.PostgresConnectionError,  # cut off while it opened
)
CUT_OFF = (
    asyncpg.PostgresConnectionError,  # the server went away during a query
    asyncpg.OperatorInterventionError,  # and said so, or the query took too long
    TimeoutError,  # it took too long for the driver
    ConnectionError,
)


class NoConnection(Exception):
    """The pool was empty for too long, or the server refused."""


class MeteredPool(Collector):
    """A pool that says who waits, for how long, and who keeps what was lent."""

    def __init__(self, pool: Any, patience: float, registry: CollectorRegistry) -> None:
        """Count in ``registry``; a borrower waits ``patience`` seconds at most."""
        self._pool, self._patience = pool, patience
        self._lent: dict[Any, tuple[str, float]] = {}
        self._waiting = Gauge("pool_waiting", "Requests waiting", registry=registry)
        self._wait = Histogram("pool_wait_seconds", "Waited", registry=registry, buckets=BUCKETS)
        self._refused = Counter("pool_refused", "Got no connection: 503", registry=registry)
        self._most = {"in_use": 0, "waiting": 0}
        self._queue = self._turned_away = 0
        registry.register(self)

    @asynccontextmanager
    async def lend(self, path: str) -> AsyncIterator[Any]:
        """Lend a connection for the block, to a request of this path. Raises NoConnection."""
        connection = await self._acquire()
        self._lent[connection] = path, perf_counter()
        self._note()
        try:
            yield connection
        finally:
            self._lent.pop(connection)
            await self._pool.release(connection)

    async def _acquire(self) -> Any:
        self._queue += 1
        self._note()
        try:
            with self._waiting.track_inprogress(), self._wait.time():
                return await self._pool.acquire(timeout=self._patience)
        except UNAVAILABLE as error:
            self._refused.inc()
            self._turned_away += 1
            raise NoConnection(repr(error)) from error
        finally:
            self._queue -= 1

    def _note(self) -> None:
        """Remember the most there was since somebody looked: a query is over in a moment."""
        queue = self._queue if self._pool.get_idle_size() == 0 else 0
        self._most["in_use"] = max(self._most["in_use"], len(self._lent))
        self._most["waiting"] = max(self._most["waiting"], queue)

    def figures(self) -> dict[str, int]:
        """Return the figures of the moment, and the most since the last call: for the picture."""
        most, self._most = self._most, {"in_use": len(self._lent), "waiting": self._queue}
        size, in_use = self._pool.get_size(), most["in_use"]
        refused = self._turned_away
        return {**most, "idle": max(size - in_use, 0), "max": self._pool.get_max_size(),
                "refused": refused}  # fmt: skip

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the pool's counts, and of each path the age of its oldest checkout in seconds."""
        size, idle = self._pool.get_size(), self._pool.get_idle_size()
        counts = {"in_use": size - idle, "idle": idle, "max": self._pool.get_max_size()}
        for name, value in counts.items():
            yield GaugeMetricFamily(f"pool_{name}", "Connections", value=value)
        ages = GaugeMetricFamily("pool_oldest_seconds", "Longest away", labels=["path"])
        for path, since in dict(sorted(self._lent.values(), key=lambda one: -one[1])).items():
            ages.add_metric([path], perf_counter() - since)
        yield ages


async def lend_connection(request: Request) -> AsyncIterator[Any]:
    """Lend a connection to an endpoint."""
    pool: MeteredPool = request.app.state.pool
    async with pool.lend(request.scope["route"].path) as connection:
        yield connection


# "function": it is given back before the answer is sent, which a slow reader may take long to read
Connection = Annotated[Any, Depends(lend_connection, scope="function")]

"""A page of metrics: what of it is no pool."""

import time
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextvars import ContextVar
from typing import Any

from prometheus_client import Gauge
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

_scope: ContextVar[MutableMapping[str, Any]] = ContextVar("scope")
"""The request that this task works for."""


def template() -> str:
    """Return the path of the request under way as its route has it; ``other`` without one.

    ``/bill/{table}``, never ``/bill/17``: each value would be one series more, for ever.
    """
    route = _scope.get({}).get("route")
    return str(route.path) if route else "other"


class PoolCollector(Collector):
    """Asks a pool whenever Prometheus asks.

    In the thread that answers: where ``/metrics`` is async, that is the pool's event loop, and
    nothing changes meanwhile.
    """

    def __init__(
        self, counts: Callable[[], Mapping[str, float]], lent: Mapping[Any, tuple[str, float]]
    ) -> None:
        """Ask ``counts()`` for values by name; ``lent`` has the path and the time of each checkout.

        Times are by ``time.perf_counter``.
        """
        self._counts, self._lent = counts, lent

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the counts, and of each path the age of its oldest checkout in seconds."""
        for name, value in self._counts().items():
            yield GaugeMetricFamily(name, "Connections", value=value)
        ages = GaugeMetricFamily("pool_oldest_seconds", "Longest away", labels=["path"])
        oldest = dict(sorted(self._lent.values(), key=lambda one: -one[1]))
        for path, since in oldest.items():
            ages.add_metric([path], time.perf_counter() - since)
        yield ages


class CountRequests:
    """Middleware: counts the HTTP requests under way, but for those of ``/metrics``."""

    def __init__(self, app: Any, gauge: Gauge) -> None:
        self._app, self._gauge = app, gauge

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        """Pass a request on to the app."""
        if scope["type"] == "http" and scope["path"] != "/metrics":
            _scope.set(scope)
            with self._gauge.track_inprogress():
                await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, send)

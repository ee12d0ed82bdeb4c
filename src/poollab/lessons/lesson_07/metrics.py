"""A page of metrics from both sides: what of it is no pool, and what Prometheus does with it."""

import time
from collections.abc import Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from typing import Any

import httpx
from prometheus_client import Gauge
from prometheus_client.parser import text_string_to_metric_families

from poollab import load

Scrape = dict[str, Any]
"""Values by their names; those of ``pool_oldest_seconds`` by path."""

_scope: ContextVar[MutableMapping[str, Any]] = ContextVar("scope")
"""The request that this task works for."""


def template() -> str:
    """Return the path of the request under way as its route has it; ``other`` without one.

    ``/bill/{table}``, never ``/bill/17``: each value would be one series more, for ever.
    """
    route = _scope.get({}).get("route")
    return str(route.path) if route else "other"


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


def scrape(url: str) -> Scrape:
    """Fetch ``/metrics`` of an app, as Prometheus does. Raises ``httpx.HTTPError``."""
    page = httpx.get(url + "/metrics", timeout=30).text
    samples = [one for family in text_string_to_metric_families(page) for one in family.samples]
    ages = {one.labels["path"]: one.value for one in samples if one.name == "pool_oldest_seconds"}
    plain = {one.name: one.value for one in samples if not one.labels}
    return plain | {"pool_oldest_seconds": ages}


def scraped(url: str, until: Callable[[Scrape], object], seconds: float = 20) -> Scrape:
    """Scrape again and again until it says so; return that scrape, or the last in the time."""
    deadline = time.monotonic() + seconds
    while not until(now := scrape(url)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return now


def busiest(url: str) -> Scrape:
    """Let 20 clients order for two seconds; return the scrape with the longest queue."""
    with ThreadPoolExecutor() as threads:
        crowd = threads.submit(load.clients, url + "/order", clients=20, seconds=2)
        seen = [scrape(url)]
        while not crowd.done():
            seen.append(scrape(url))
    return max(seen, key=lambda now: (not now["pool_idle"], now["pool_waiting"]))

"""What Prometheus does with a page of metrics: fetches it again and again, and has rules for it."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from poollab import draw, load

Scrape = dict[str, Any]
"""Values by their names; those of ``pool_oldest_seconds`` by path."""


def page(url: str) -> str:
    """Return what ``/metrics`` of an app says, without comments. Raises ``httpx.HTTPError``."""
    lines = httpx.get(url + "/metrics", timeout=30).text.splitlines()
    return "\n".join(line for line in lines if line[0] != "#" and "_created" not in line)


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


def is_quiet(now: Scrape) -> bool:
    """Say whether no request is under way."""
    return bool(now["http_requests_in_progress"] == 0)


def busiest(url: str) -> Scrape:
    """Let 20 clients order for two seconds; return the scrape with the longest queue."""
    with ThreadPoolExecutor() as threads:
        crowd = threads.submit(load.clients, url + "/order", clients=20, seconds=2)
        seen = [scrape(url)]
        while not crowd.done():
            seen.append(scrape(url))
    return max(seen, key=lambda now: (not now["pool_idle"], now["pool_waiting"]))


def figures(registry: CollectorRegistry) -> list[int]:
    """Return what a registry says is in use, is idle, and may be open at most."""
    names = ("pool_in_use", "pool_idle", "pool_max")
    return [int(registry.get_sample_value(name) or 0) for name in names]


def table_of_alerts(
    scrapes: Mapping[str, Scrape], alerts: list[str], rung: Mapping[str, list[Any]]
) -> draw.table:
    """Return a table with a row for each scene: three counts, and what each alert said."""
    names = ["pool_in_use", "pool_idle", "pool_waiting"]
    rows = {
        scene: [*(int(now[name]) for name in names), *map(_short, rung[scene])]
        for scene, now in scrapes.items()
    }
    counts = [name.removeprefix("pool_").replace("_", " ") for name in names]
    return draw.table("What /metrics said, and which alert rang", [*counts, *alerts], rows)


def _short(said: bool | list[str]) -> str:
    """Say what an alert said: nothing, that it rings, or for which paths."""
    return ", ".join(said) if isinstance(said, list) else "rings" if said else ""

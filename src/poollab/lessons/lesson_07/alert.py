"""Task 2: an alert is held against scrapes with a connection lost, and with none."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from poollab.lessons.lesson_07.scraping import Scrape, is_quiet, scraped
from poollab.lessons.verdicts import NOT_ENOUGH, NOT_YET, RIGHT, task
from poollab.server import serve

Alert = Callable[[Scrape], object]
SHOWN = ("pool_in_use", "pool_idle", "pool_waiting", "http_requests_in_progress")


@task("07/alert")
def check_alert(rings: Alert, metered: Callable[[], Any], scrapes: Mapping[str, Scrape]) -> str:
    """Hold an alert against scenes at rest and in full swing; return what is said to it.

    ``metered`` makes the restaurant with its ``/metrics``; ``scrapes`` are those of the lesson.
    """
    try:
        return _verdict(rings, metered, scrapes)
    except Exception as error:
        return f"{NOT_YET}rings() failed with {error!r}"


def _verdict(rings: Alert, metered: Callable[[], Any], scrapes: Mapping[str, Scrape]) -> str:
    """Return what is said to the alert; raises what it raises."""
    if rings(scrapes["afterwards"]) is None:
        return f"{NOT_ENOUGH}rings() returned None. Each way through it must return True or False."
    with ThreadPoolExecutor() as threads:
        well, ill = threads.map(lambda lost: _scenes(metered, lost), [0, 1])
    for now in [well[0], scrapes["busy and well"], well[1]]:
        if rings(now):
            return f"{NOT_YET}it rang though nothing was lost. The scrape: {_short(now)}"
    for now in ill:
        if not rings(now):
            return f"{NOT_YET}it was quiet though one was lost. The scrape: {_short(now)}"
    return (
        f"{RIGHT}more are lent than requests could have. That is a leak, at rest and under load. "
        "(Only if all borrowing happens in requests. A request under way that holds no connection "
        "hides one that is lost: so this rings for sure only in a quiet minute.)"
    )


def _short(now: Scrape) -> str:
    """Say the counts of a scrape."""
    return ", ".join(f"{name} {now[name]:g}" for name in SHOWN)


def _scenes(metered: Callable[[], Any], lost: int) -> list[Scrape]:
    """Scrape with so many connections lost: at rest, and full, with long work and a queue."""
    with serve(metered(), name=f"scene {lost}") as place, ThreadPoolExecutor(6) as threads:
        for _ in range(lost):
            httpx.get(place.url + "/early", timeout=30)
        try:
            rest = scraped(place.url, is_quiet)
            for _ in range(6):
                threads.submit(httpx.get, place.url + "/background", timeout=60)
            full = scraped(place.url, lambda now: _is_full(now, waiting=1 + lost))
        finally:
            httpx.post(place.url + "/mail-sent", timeout=30)
    return [rest, full]


def _is_full(now: Scrape, waiting: int) -> bool:
    """Say whether all are lent, for more than a second, and so many wait."""
    youngest = min(now["pool_oldest_seconds"].values(), default=0)
    return (now["pool_in_use"], now["pool_waiting"]) == (5, waiting) and youngest > 1

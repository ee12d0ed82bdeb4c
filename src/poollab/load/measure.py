"""The two ways to load a server."""

from typing import Any

from hdrh.histogram import HdrHistogram  # type: ignore[import-untyped]

from poollab.load import arguments
from poollab.load.process import work
from poollab.load.result import Result
from poollab.pace import shorter


def clients(
    url: str,
    clients: int = 10,
    seconds: float = 3.0,
    *,
    requests: int | None = None,
    timeout: float = 10.0,
    label: str | None = None,
    progress: bool = True,
) -> Result:
    """Load ``url`` with so many clients, each waiting for its answer before it asks again.

    Each client has a keep-alive connection of its own, all opened before the clock starts.
    Sending stops after ``seconds`` (at most 120) or, if given, after exactly ``requests`` requests;
    answers still under way are then awaited. Latency counts from sending to the whole answer,
    with the reconnecting where there was any; a request without a whole answer after ``timeout``
    seconds is an error. Such a load hides waiting: a slow answer delays the next question. See
    ``rate``. With ``POOLLAB_SMALL=1`` in the environment it takes half the seconds. PoolLabError
    for arguments out of range, a URL that is not on this machine, and a server that is not there.
    """
    clients = arguments.whole("clients", clients, arguments.MOST_CLIENTS)
    if requests is not None:
        requests = arguments.whole("requests", requests, arguments.MOST_REQUESTS)
    mode = f"{clients:,} client{'s' * (clients > 1)}"
    if requests is not None:
        mode += f", {requests:,} request{'s' * (requests > 1)}"
    job = {"clients": clients, "requests": requests, "per_second": None}
    return _measure(url, mode, job, seconds, timeout, label, progress)


def rate(
    url: str,
    per_second: float = 200,
    seconds: float = 3.0,
    *,
    clients: int = arguments.MOST_CLIENTS,
    timeout: float = 10.0,
    label: str | None = None,
    progress: bool = True,
) -> Result:
    """Load ``url`` with so many requests a second, evenly spaced, whether answers come or not.

    Latency counts from when a request was DUE, so the time it waited to be sent, for a connection
    to open or for one of ``clients`` (the most connections open at once) to be free, is in it. A
    request without a whole answer ``timeout`` seconds after it was due is an error. Takes at most
    20,000 a second. The rest is as for ``clients``.
    """
    per_second = arguments.number("per_second", per_second, arguments.MOST_PER_SECOND)
    clients = arguments.whole("clients", clients, arguments.MOST_CLIENTS)
    mode = f"{per_second:,g} requests/s"
    job = {"clients": clients, "requests": None, "per_second": per_second}
    return _measure(url, mode, job, seconds, timeout, label, progress)


def _measure(
    url: str,
    mode: str,
    job: dict[str, Any],
    seconds: float,
    timeout: float,
    label: str | None,
    progress: bool,
) -> Result:
    job["seconds"] = shorter(arguments.number("seconds", seconds, arguments.MOST_SECONDS))
    job["timeout"] = arguments.number("timeout", timeout, arguments.MOST_SECONDS)
    target = arguments.target(url, job["timeout"])
    job |= {"host": target.host, "port": target.port, "request": target.request}
    label = target.path if label is None else str(label)
    found = work(job, label, progress and job["seconds"] > 2)
    latencies = HdrHistogram.decode(found.pop("latencies"))
    answered = latencies.get_total_count()
    return Result(label, url, mode, answered=answered, latencies=latencies, **found)

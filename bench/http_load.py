"""Requests a second as ``poollab.load`` and as wrk see them, on the same endpoints."""

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from bench.app import ENDPOINTS, app, database
from bench.rounds import Part, Rounds, lacks
from bench.tables import NO_TARGET, OF_PAIRS, at_least, middle, of_pairs, ratios, table
from poollab import load
from poollab.errors import PoolLabError
from poollab.server import serve

CLIENTS = (1, 10, 50)
TARGET = 0.9
TOOLS = ("load", "wrk")


def with_load(url: str, clients: int, seconds: int) -> float:
    """Return the requests a second that ``load.clients`` sees."""
    result = load.clients(url, clients=clients, seconds=seconds, progress=False)
    if result.errors:
        raise PoolLabError(f"load saw errors at {url}: {result.errors}")
    return result.per_second


def with_wrk(url: str, clients: int, seconds: int) -> float:
    """Return the requests a second that wrk sees with one thread."""
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "10s", url]
    said = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 30).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if not found or "Non-2xx" in said or "Socket errors" in said:
        raise PoolLabError(f"wrk saw errors at {url}: {said.splitlines()[-4:]}")
    return float(found[1])


SEND: dict[str, Callable[[str, int, int], float]] = {"load": with_load, "wrk": with_wrk}


@contextmanager
def served() -> Iterator[tuple[str, str]]:
    """Give the warm app's URL and a word on its server; the app runs here, as in the lesson."""
    with database() as db, serve(app(db.dsn), name="bench") as server:
        for path in ENDPOINTS:
            load.clients(server.url + path, clients=50, seconds=0.5, progress=False)
        yield server.url, f"PostgreSQL {db.version}, {db.kind}"


def rates(rounds: Rounds) -> str:
    """Return the table of requests a second."""
    cases = [(path, clients) for path in ENDPOINTS for clients in CLIENTS]
    with served() as (url, where):
        found = rounds.pairs({
            (path, clients, tool): partial(SEND[tool], url + path, clients, rounds.seconds)
            for path, clients in cases
            for tool in TOOLS
        })  # fmt: skip
    rows = []
    for path, clients in cases:
        seen, true = (found[path, clients, tool] for tool in TOOLS)
        pairs = ratios(seen, true)
        verdict = NO_TARGET if path == "/nothing" else at_least(TARGET, pairs)
        rates = middle(seen, 0), middle(true, 0)
        rows.append([ENDPOINTS[path], str(clients), *rates, *of_pairs(pairs), *verdict])
    head = ["endpoint", "clients", "load", "wrk -t1", *OF_PAIRS, "target", "verdict"]
    return table(f"Requests per second, and load / wrk ({where})", head, rows)


def gaps(rounds: Rounds) -> str:
    """Return the table of the pooled-over-direct gap."""
    with served() as (url, where):
        found = rounds.pairs({
            (path, tool): partial(SEND[tool], url + path, 10, rounds.seconds)
            for path in ("/direct", "/pooled")
            for tool in TOOLS
        })  # fmt: skip
    gap = {tool: ratios(found["/pooled", tool], found["/direct", tool]) for tool in TOOLS}
    rows = [
        [
            tool,
            middle(found["/direct", tool], 0),
            middle(found["/pooled", tool], 0),
            *of_pairs(gap[tool]),
            *NO_TARGET,
        ]
        for tool in TOOLS
    ]
    pairs = ratios(gap["load"], gap["wrk"])
    rows.append(["load / wrk", "", "", *of_pairs(pairs), *at_least(TARGET, pairs)])
    head = ["seen by", "per request", "pooled", *OF_PAIRS, "target", "verdict"]
    return table(f"Pooled over direct, 10 clients, requests per second ({where})", head, rows)


IN_A_ROUND = len(ENDPOINTS) * len(CLIENTS) * len(TOOLS)
LOAD = Part(lambda: lacks("wrk"), lambda: 2 * IN_A_ROUND, rates)
GAP = Part(lambda: lacks("wrk"), lambda: 4 * len(TOOLS), gaps)

"""A backend of each pool is killed, then the server is away for a while; guests ask all along."""

from collections import Counter
from collections.abc import Mapping
from statistics import median
from typing import NamedTuple

from poollab.postgres.instance import Postgres
from poollab.visits import Guests, Visit
from poollab.watch import Recordings

ANSWERS = 20
"""How many each pool's guests get between two events."""
LOOK = 1.5
"""Seconds to look at the live view between two events, if somebody can be looking."""
AT_ONCE = ("asyncpg", "sqlalchemy", "sqlalchemy-pre-ping")
"""The pools that pass a refusal on at once; the others wait for the server."""


class Restarted(NamedTuple):
    """What was noted while a server was restarted."""

    marks: dict[str, float]
    """When the kills, the stop and the start began, in seconds of the recordings."""
    before: dict[str, int]
    """How many answers the guests of each pool had got when the server stopped."""
    outlived: list[str]
    """The pools of which a backend from before the stop is there after the start."""


async def drama(guests: Guests, seen: Recordings, db: Postgres) -> Restarted:
    """Kill a backend of each pool, stop and start, and wait for answers of each pool in between.

    Raises ``PoolLabError`` when a pool does not come back.
    """
    first = next(iter(seen.values()))
    guests.more(ANSWERS)
    await first.time_to_look(LOOK)
    marks = {"kills begin": seen.seconds}
    for one in seen.values():
        db.kill(one.sample().pids[0])
    guests.more(ANSWERS)
    await first.time_to_look(LOOK)
    marks["stop"] = seen.seconds
    before = {name: len(told) for name, told in guests.told.items()}
    old = {name: set(one.sample().pids) for name, one in seen.items()}
    db.stop()
    guests.more(ANSWERS, failed=True, paths=AT_ONCE)
    marks["start"] = seen.seconds
    db.start()
    guests.more(ANSWERS)
    await first.time_to_look(LOOK)
    there = {pid for (pid,) in db.query("SELECT pid FROM pg_stat_activity")}
    return Restarted(marks, before, [name for name in seen if old[name] & there])


COLUMNS = ["slowest answer", "lost to the kill", "to the stop", "these took (median)", "errors"]
"""The median is that of the answers lost to the stop."""


def what_clients_saw(
    told: Mapping[str, list[Visit]], before: Mapping[str, int]
) -> tuple[list[str], dict[str, list[str]]]:
    """Return the headings of a table, and a row for each pool.

    ``before`` is how many visits of each were over when the server stopped.
    """
    return COLUMNS, {name: _row(visits, before[name]) for name, visits in told.items()}


def _row(visits: list[Visit], before: int) -> list[str]:
    good = [visit.seconds for visit in visits if not visit.error]
    killed, stopped = (
        [visit for visit in part if visit.error] for part in (visits[:before], visits[before:])
    )
    kinds = Counter(visit.error for visit in (*killed, *stopped))
    return [
        _time(max(good)),
        f"{len(killed)}",
        f"{len(stopped)}",
        _time(median(visit.seconds for visit in stopped)) if stopped else "-",
        ", ".join(f"{count} {kind}" for kind, count in kinds.items()),
    ]


def _time(seconds: float) -> str:
    return f"{seconds:.2f}\N{NO-BREAK SPACE}s"

"""A backend of each pool is killed, then the server is away for a while; guests ask all along."""

from collections import Counter
from collections.abc import Mapping
from statistics import median

from poollab.postgres.instance import Postgres
from poollab.visits import Guests, Visit
from poollab.watch import Recordings

ANSWERS = 20
"""How many each pool's guests get between two events."""
LOOK = 1.5
"""Seconds to look at the live view between two events, if somebody can be looking."""
AT_ONCE = ("asyncpg", "sqlalchemy", "sqlalchemy-pre-ping")
"""The pools that pass a refusal on at once; the others wait for the server."""


async def drama(
    guests: Guests, seen: Recordings, db: Postgres
) -> tuple[dict[str, float], dict[str, int]]:
    """Kill, stop and start, and wait for answers of each pool in between.

    Returns when each began, in seconds of the recordings, and how many answers the guests of each
    pool had got when the server stopped. Raises ``PoolLabError`` when a pool does not come back.
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
    db.stop()
    guests.more(ANSWERS, failed=True, paths=AT_ONCE)
    marks["start"] = seen.seconds
    db.start()
    guests.more(ANSWERS)
    await first.time_to_look(LOOK)
    return marks, before


def what_clients_saw(
    told: Mapping[str, list[Visit]], before: Mapping[str, int]
) -> dict[str, list[str]]:
    """Return a row of a table for each pool: answers, failures after the kill and after the stop.

    ``before`` is how many visits of each were over when the server stopped.
    """
    return {name: _row(visits, before[name]) for name, visits in told.items()}


def _row(visits: list[Visit], before: int) -> list[str]:
    good = [visit.seconds for visit in visits if not visit.error]
    lost = [visit for visit in visits if visit.error]
    killed = sum(bool(visit.error) for visit in visits[:before])
    typical = f", typically in {median(visit.seconds for visit in lost):.2f} s" if lost else ""
    kinds = Counter(visit.error for visit in lost)
    return [
        f"{len(good)}, in up to {max(good):.1f} s",
        f"{killed}",
        f"{len(lost) - killed}{typical}",
        ", ".join(f"{count} {kind}" for kind, count in kinds.items()),
    ]

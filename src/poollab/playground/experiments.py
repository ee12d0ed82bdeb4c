"""What to try."""

from collections.abc import Callable
from dataclasses import dataclass

from poollab.playground import signs
from poollab.playground.signs import Moments


@dataclass(frozen=True)
class Experiment:
    """Something to reach; ``reached`` says so in a sentence, from the moments up to now."""

    key: str
    asks: str
    hint: str
    reached: Callable[[Moments], str]


EXPERIMENTS = (
    Experiment(
        "explode", "Make p99 explode with everything looking healthy.",
        "Let it run calmly for a few seconds. Then many more clients than connections: is there an "
        "error anywhere?", signs.explode,
    ),
    Experiment(
        "early", "See a leak before anybody waits.",
        "More connections than clients; leak one. Which number never comes back?", signs.early,
    ),
    Experiment(
        "fewer", "More connections, less throughput.",
        "Queries that compute, many clients: a few seconds with a small pool, then a big one.",
        signs.fewer,
    ),
    Experiment(
        "deploy", "A deploy that the server refuses.",
        "While a deploy runs, old and new versions hold their connections, each of them all.",
        signs.refused_deploy,
    ),
    Experiment(
        "honest", "Turn some away, and serve the others soon.",
        "Far more work than the pool can do, and a short time to wait.", signs.honest,
    ),
    Experiment(
        "pinned", "One client stops all the others.",
        "One connection, and somebody who reads slowly.", signs.pinned,
    ),
    Experiment(
        "survived", "Survive a restart of the server untouched.",
        "A calm load for a few seconds, then restart the server and wait. Does each library do it?",
        signs.survived,
    ),
)  # fmt: skip


def newly(moments: Moments, before: dict[str, str]) -> dict[str, str]:
    """Return what was reached now and not before: the sentences, by the experiments' keys."""
    left = [one for one in EXPERIMENTS if moments and one.key not in before]
    found = {one.key: one.reached(moments) for one in left}
    return {key: said for key, said in found.items() if said}

"""Rolling deploys: workers of an old and a new version, each a thread with a loop and a pool."""

import os
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import asyncpg  # type: ignore[import-untyped]

from poollab import draw
from poollab.kitchen import until
from poollab.postgres import Postgres
from poollab.server import serve


@dataclass
class Deploy:
    """What was seen of a rolling deploy."""

    held: list[int] = field(default_factory=lambda: [0])
    """Connections on the server before the first worker, and after each one that was started."""
    refused: dict[str, Counter[str]] = field(default_factory=dict)
    """By version: how often a worker did not start, by the SQLSTATE of the server's answer."""

    def workers_refused(self) -> int:
        """Return how many workers did not start."""
        return sum(counter.total() for counter in self.refused.values())


def connections(db: Postgres) -> dict[str, int]:
    """Return how many connections each application has on the server, without our own question."""
    return dict(
        db.query(
            "SELECT application_name, count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename <> current_user GROUP BY 1"
        )
    )


async def rolling_deploy(
    create_app: Callable[[], Any], db: Postgres, size: int, *, replicas: int = 2, workers: int = 2
) -> Deploy:
    """Start the workers of the old version, then of the new one; stop them all.

    Each has the environment of this process, and of its own ``POOL_SIZE``, a long ``POOL_TIMEOUT``
    and ``APP_NAME``.
    """
    seen = Deploy()
    plan = size, replicas, workers
    async with (
        _running(create_app, db, seen, "old", *plan),
        _running(create_app, db, seen, "new", *plan),
    ):
        return seen


@asynccontextmanager
async def _running(
    create_app: Callable[[], Any],
    db: Postgres,
    seen: Deploy,
    version: str,
    size: int,
    replicas: int,
    workers: int,
) -> AsyncIterator[None]:
    """Start the workers of one version one after another, stop them at the end of the block."""
    names = [f"{version} {r + 1}.{w + 1}" for r in range(replicas) for w in range(workers)]
    own = {"POOL_SIZE": str(size), "POOL_TIMEOUT": "10"}
    refused = seen.refused[version] = Counter()
    with ExitStack() as running:
        for name in names:
            try:
                with patch.dict(os.environ, own, APP_NAME=name):
                    running.enter_context(serve(create_app(), name=name))
            except asyncpg.PostgresError as error:
                refused[error.sqlstate] += 1
            # What a refused worker had opened is closed a moment later.
            await until(lambda: set(connections(db).values()) <= {size})
            seen.held.append(sum(connections(db).values()))
        yield
    await until(lambda: not connections(db).keys() & set(names))


def against_the_room(deploys: Mapping[int, Deploy], room: int) -> draw.Picture:
    """Draw what deploys of some sizes held, worker after worker, below the line of the room.

    Of the first one also what its workers would have held if all had started.
    """
    (first, most), *_ = deploys.items()
    last = len(most.held) - 1
    lines = {f"{size} each: held": _line(one.held) for size, one in deploys.items()}
    lines[f"room: {room}"] = [(0, room), (last, room)]
    lines[f"{first} each: wanted"] = _line([first * started for started in range(last + 1)])
    told = [
        f"With {size} each, {last * size} are wanted and {one.held[-1]} held; "
        f"workers that fail: {one.workers_refused()}."
        for size, one in deploys.items()
    ]
    return draw.curves(
        lines,
        title=f"A deploy wants {last * first} connections, and there is room for {room}",
        x="workers started: first the old version's, then the new one's",
        y="connections",
        text=" ".join(told),
        marked={"the deploy begins": last / 2},
    )


def _line(values: Sequence[int]) -> list[tuple[float, float]]:
    return list(enumerate(map(float, values)))

"""Makes the recordings: one server, one app, and for each setting a pool and load of its own."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from threading import Condition
from typing import Any

import httpx

from poollab import watch
from poollab.environment import ROOT
from poollab.errors import PoolLabError
from poollab.load import Window
from poollab.playground.app import pool_of
from poollab.playground.settings import Settings
from poollab.playground.stage import Stage
from poollab.publish import machine, uses
from poollab.publish.grid.positions import Run, figures, settings, words
from poollab.watch.recorded import recorded

KEPT = ROOT / "build" / "grid"
SECONDS = 1.75
"""How long there is load in each recording."""
SETTLING = 0.25
"""Seconds of load that no figure counts: connections are opened in them."""
PATIENCE = 60
"""Seconds after which a run that does not go on is given up."""
END_ALL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s"


def grid(*, anew: bool = False) -> tuple[list[Run], dict[str, str]]:
    """Return all runs, and what is to be said of where they were made; made ``anew`` if need be.

    Those of the last time are kept in ``build/grid`` for as long as the code is the same. Raises
    PoolLabError when there is no server to be had.
    """
    source = digest()
    if not anew and (found := kept(source)):
        return found
    made = {"source": source, "run": time.strftime("%Y-%m-%d %H:%M"), "on": machine.here()}
    with Grid() as stage:
        made["server"] = stage.server_version()
        runs = list(stage.runs(settings()))
    KEPT.mkdir(parents=True, exist_ok=True)
    whole = {"made": made, "runs": [asdict(run) for run in runs]}
    (KEPT / "grid.json").write_text(json.dumps(whole), encoding="utf-8")
    return runs, made


def kept(source: str) -> tuple[list[Run], dict[str, str]] | None:
    """Return what was made by this very code; None if there is nothing, or nothing that is read."""
    try:
        whole = json.loads((KEPT / "grid.json").read_text(encoding="utf-8"))
        made, runs = whole["made"], [Run(**run) for run in whole["runs"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return (runs, made) if made.get("source") == source else None


def digest() -> str:
    """Return a digest of the code that makes the recordings, and of the versions installed."""
    here = Path(__file__)
    own = [here, here.with_name("positions.py"), uses.LOCK]
    return uses.digest_of(own, uses.reached({uses.PACKAGE / "playground"}))


class Grid(Stage):
    """The playground's parts, with a pool of its own for each setting."""

    def __init__(self) -> None:
        super().__init__("grid")
        self._windows: list[Window] = []
        self._news = Condition()

    def __enter__(self) -> "Grid":
        try:
            self.set_up(Settings(clients=0))
            self.load(Settings(clients=0), self._hear)
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self.end()

    def server_version(self) -> str:
        """Return what the server calls itself, such as ``PostgreSQL 18.6``."""
        return f"PostgreSQL {self.db.query('SHOW server_version')[0][0].split()[0]}"

    def runs(self, wanted: list[dict[str, Any]]) -> Iterator[Run]:
        """Make one recording after another, with a progress bar."""
        from tqdm import tqdm

        for at in tqdm(wanted, desc="recordings", unit="recording", leave=False, disable=None):
            yield self.run(at)

    def run(self, at: dict[str, Any]) -> Run:
        """Record one setting. Raises PoolLabError when it does not come to its end."""
        controls = {name: value for name, value in at.items() if name != "leaks"}
        now = replace(Settings(timeout=PATIENCE), **controls)
        # Those of the setting before leave while its recording is being written.
        self._until(lambda: bool(self._windows) and not self._windows[-1].under_way)
        self.ask(now)
        with self._pool(now) as pool, watch.pool(pool, dsn=self.db.dsn) as seen:
            for _ in range(at["leaks"]):
                httpx.get(f"{self.server.url}/leak", timeout=PATIENCE).raise_for_status()
            self._windows.clear()
            self.send(now)
            self._until(lambda: sum(one.seconds for one in self._windows) >= SETTLING + SECONDS)
            windows = self._windows.copy()
        return Run(at, **figures(windows, SETTLING), waiting=seen.most_waiting,
                   recording=recorded(seen, words(at)))  # fmt: skip

    @contextmanager
    def _pool(self, now: Settings) -> Iterator[Any]:
        """Give the app a new pool for the block; afterwards nobody asks it, and it is gone.

        Its queries are ended, too: one that computes would go on for as long as it takes.
        """

        async def new() -> Any:
            self.app.state.pool = await pool_of(self.setup(now))
            return self.app.state.pool.pool

        yield self.server.run(new())
        self.send(replace(now, clients=0))
        self.server.run(self.app.state.pool.close())  # who waits in vain hears of it
        self.db.query(END_ALL, self.db.role_name)

    def _hear(self, window: Window) -> None:
        with self._news:
            self._windows.append(window)
            self._news.notify_all()

    def _until(self, condition: Any) -> None:
        with self._news:
            if not self._news.wait_for(condition, PATIENCE):
                raise PoolLabError(f"The grid's load did not go on within {PATIENCE} s.")

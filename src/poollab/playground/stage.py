"""What a playground is made of: a server, an app that is served, a recording, and load."""

import time
from collections.abc import Callable
from contextlib import ExitStack, suppress

import psycopg
import sqlalchemy.dialects.postgresql.asyncpg  # noqa: F401  # else who first turns to it waits

from poollab import load, postgres, watch
from poollab.playground.app import QUERIES, Setup, create_app, swap
from poollab.playground.hearing import heard
from poollab.playground.settings import MOST_CLIENTS, Settings
from poollab.server import serve


class Stage:
    """The parts, which end together; what is to be so is told by ``Settings``."""

    def __init__(self, name: str) -> None:
        """Plan them; ``name`` tells them from those of another playground."""
        self.name = name
        self._stack = ExitStack()

    def set_up(self, settings: Settings) -> None:
        """Start the server and serve the app. Raises PoolLabError when there is no server."""
        self._logged = self._stack.enter_context(heard())
        self.db = self._stack.enter_context(postgres.start(self.name))
        if self.db.query("SHOW max_connections") != [(str(settings.max_connections),)]:
            self.db.limit(settings.max_connections)
        self._per_ms = work_per_ms(self.db)
        self.app = create_app(self.setup(settings))
        self.ask(settings)
        self.server = serve(self.app, name=self.name)
        self._stack.callback(_quietly, self.server.stop)

    def watch(self, longest: float) -> None:
        """Record the app's pool, for so many seconds at most."""
        pool = self.app.state.pool.pool
        self.recording = watch.pool(pool, dsn=self.db.dsn, longest=longest)
        self._stack.callback(self.recording.stop)

    def load(self, settings: Settings, hear: Callable[[load.Window], None]) -> None:
        """Begin to ask; ``hear`` is told what came of it, four times a second, in a thread."""
        self.stream = load.Stream(f"{self.server.url}/order", hear, most=MOST_CLIENTS)
        self._stack.callback(self.stream.stop)
        self.send(settings)

    def setup(self, settings: Settings) -> Setup:
        """Return what a pool is to be made with."""
        now = settings
        return Setup(self.db.dsn, now.library, now.size, now.overflow, now.timeout)

    def ask(self, settings: Settings) -> None:
        """Have the next request ask this."""
        counts = max(1, int(settings.query_ms * self._per_ms))
        self.app.state.value = counts if settings.query == "computes" else settings.query_ms / 1000
        self.app.state.sql = QUERIES[settings.query]

    def send(self, settings: Settings) -> None:
        """Have so much load."""
        if settings.load == "clients":
            self.stream.clients(settings.clients)
        else:
            self.stream.rate(settings.rate)

    def swap(self, settings: Settings, cut_off: Callable[[], None]) -> None:
        """Put a new pool in the place of the app's; ``cut_off`` is told if the old one leaked."""

        async def in_the_apps_loop() -> None:
            pool = await swap(self.app, self.setup(settings), cut_off)
            self.recording.go_on_with(pool.pool)

        self.server.run(in_the_apps_loop())

    def words(self, error: BaseException | None = None) -> str:
        """Return what an error or the last refusal says, and what psycopg_pool only logs."""
        said = str(error).strip() if error else self.app.state.refused
        said = f"{said.splitlines()[0]}." if said else f"{type(error).__name__}."
        logged = self._logged.pop(getattr(self.app.state.pool.pool, "name", ""), "")
        return f"{said} The server said: {logged.splitlines()[-1]}." if logged else said

    def on_end(self, act: Callable[[], object]) -> None:
        """Have this done at the end, before the parts end."""
        self._stack.callback(act)

    def end(self) -> None:
        """End all parts; an error has nobody to be told to."""
        _quietly(self._stack.close)


def work_per_ms(db: postgres.Postgres) -> float:
    """Return how far the server counts in a millisecond, when it is alone."""
    sql, most = QUERIES["computes"].format(200_000), 0.0
    with psycopg.connect(db.dsn, autocommit=True, application_name="poollab playground") as one:
        for _ in range(3):
            began = time.perf_counter()
            one.execute(sql.encode())
            most = max(most, 200 / (time.perf_counter() - began))
    return most


def _quietly(act: Callable[[], object]) -> None:
    with suppress(Exception):
        act()

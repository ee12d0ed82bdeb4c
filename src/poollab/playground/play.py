"""The playground without a widget: a server, an app, load and a recording, to be turned at will."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import count
from typing import Any, Self

import psycopg

from poollab import load, postgres, watch
from poollab.errors import PoolLabError
from poollab.pace import shorter
from poollab.playground import trouble
from poollab.playground.app import QUERIES, Setup, create_app, swap
from poollab.playground.experiments import newly
from poollab.playground.hearing import heard
from poollab.playground.moment import Moment, moment
from poollab.playground.settings import CONTROLS, POOL, Settings, turned
from poollab.server import serve

LONGEST = 600
"""Seconds after which a playground ends by itself."""
AGAIN_AFTER = 5
"""Seconds after which the same words of the server are said again."""
AT_ONCE = 12
"""Buttons that can be at work at once: slow clients, mostly."""
_taken: set[int] = set()


class Playground:
    """One playground; ``async with`` starts and ends it.

    The controls are those of ``Settings``. What happens is in ``recording`` and ``moments``, and
    in words in ``said``.
    """

    def __init__(self, *, seconds: float | None = None, **controls: Any) -> None:
        """Plan one that ends by itself after so many seconds, with the controls so.

        Raises PoolLabError for a control that there is not, or a value that can't be.
        """
        self.settings, wrong = turned(Settings(), controls)
        if wrong:
            raise PoolLabError(" ".join(wrong))
        self.seconds = shorter(LONGEST) if seconds is None else seconds
        self._number = next(n for n in count(1) if n not in _taken)
        _taken.add(self._number)
        self.name = f"playground {self._number}"
        self.over = threading.Event()
        """Set when the playground ends."""
        self.gone = threading.Event()
        """Set to have slow clients leave."""
        self.one_restart = threading.Lock()
        self.said: list[tuple[float, str]] = []
        """What happened, and when, in seconds since the beginning."""
        self.moments: list[Moment] = []
        self.reached: dict[str, str] = {}
        """What was found in the experiments that were reached, by their keys."""
        self.follow: Callable[[], None] = lambda: None
        """Called in some thread whenever there is news."""
        self._happened: list[str] = []
        self._told: dict[str, float] = {}
        self._stack, self._turning, self._ending = ExitStack(), threading.Lock(), threading.Lock()
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="poollab-playground")
        self._began = time.perf_counter()

    async def start(self) -> Self:
        """Start everything. Raises PoolLabError when there is no server to be had."""
        try:
            await asyncio.to_thread(self._start)
        except BaseException:  # also an interrupted cell, whose thread goes on for a moment
            self.over.set()
            await asyncio.shield(asyncio.to_thread(self.close))
            raise
        return self

    def _start(self) -> None:
        with self._ending:
            for part in (self._serve, self._watch, self._load):
                if not self.over.is_set():
                    part()
        if self.over.is_set():
            return
        timer = threading.Timer(self.seconds, self.close)
        timer.daemon = True
        timer.start()
        self._stack.callback(timer.cancel)

    def _serve(self) -> None:
        self._logged = self._stack.enter_context(heard())
        self.db = self._stack.enter_context(postgres.start(self.name))
        most = int(self.db.query("SHOW max_connections")[0][0])
        if (wanted := self.settings.max_connections) != most:
            self.db.limit(wanted)
        self._per_ms = work_per_ms(self.db)
        self.app = create_app(self.setup())
        self._ask()
        self.server = serve(self.app, name=self.name)
        self._stack.callback(lambda: suppressed(self.server.stop))

    def _watch(self) -> None:
        pool = self.app.state.pool.pool
        self.recording = watch.pool(pool, dsn=self.db.dsn, longest=self.seconds + 60)
        self._stack.callback(self.recording.stop)

    def _load(self) -> None:
        most = int(getattr(CONTROLS["clients"], "most", 0))
        self._stream = load.Stream(f"{self.server.url}/order", self._hear, most=most)
        self._stack.callback(self._stream.stop)
        self._send()

    def setup(self) -> Setup:
        """Return what the pool is to be made with."""
        now = self.settings
        return Setup(self.db.dsn, now.library, now.size, now.overflow, now.timeout)

    def _ask(self) -> None:
        """Have the next request ask this."""
        now, state = self.settings, self.app.state
        sleeps = now.query == "sleeps"
        state.value = now.query_ms / 1000 if sleeps else max(1, int(now.query_ms * self._per_ms))
        state.sql = QUERIES[now.query]

    def _send(self) -> None:
        """Have so much load."""
        if self.settings.load == "clients":
            self._stream.clients(self.settings.clients)
        else:
            self._stream.rate(self.settings.rate)

    async def turn(self, **controls: Any) -> None:
        """Turn controls; what can't be is said in a sentence, and the rest is done."""
        await asyncio.wrap_future(self.submit(self.turn_now, controls))

    async def press(self, button: str) -> None:
        """Press one of ``trouble.BUTTONS``; return when it is over. PoolLabError if it is none."""
        if button not in trouble.BUTTONS:
            raise PoolLabError(f"There is no button {button!r}: {', '.join(trouble.BUTTONS)}.")
        await asyncio.wrap_future(self.submit(trouble.BUTTONS[button], self))

    def submit(self, act: Callable[..., None], *what: Any) -> "Future[None]":
        """Have a thread do it; an error is said in a sentence."""
        return self._threads.submit(self._guarded, act, *what)

    def _guarded(self, act: Callable[..., None], *what: Any) -> None:
        if self.over.is_set():
            return
        try:
            act(*what)
        except Exception as error:
            if not self.over.is_set():
                self.say(f"That did not work: {self.words(error)}")

    def turn_now(self, controls: dict[str, Any]) -> None:
        """Turn controls, in the thread that calls."""
        with self._turning:
            before, (self.settings, wrong) = self.settings, turned(self.settings, controls)
            now = self.settings
            for sentence in wrong:
                self.say(sentence)
            changed = {name for name in CONTROLS if getattr(before, name) != getattr(now, name)}
            if changed & {"query", "query_ms"}:
                self._ask()
                self.say(f"A query {now.query} for {now.query_ms:g} ms from the next one on.")
            if changed & {"load", "clients", "rate"}:
                self._send()
                self.say(self._load_in_words())
            if changed & set(POOL):
                self.server.run(self._swap())
                self.say(self._pool_in_words(), "swapped")
        if "max_connections" in changed:
            trouble.limit(self, now.max_connections)

    async def _swap(self) -> None:
        """In the app's loop: put a new pool in the place of the app's."""

        def cut_off() -> None:
            self.say("The old pool never got back all it had lent: it was cut off.", "cut off")

        pool = await swap(self.app, self.setup(), cut_off)
        self.recording.go_on_with(pool.pool)

    def _load_in_words(self) -> str:
        now = self.settings
        if now.load == "arrivals":
            return f"{now.rate:,g} requests a second arrive, whether answers come or not."
        if not now.clients:
            return "Nobody asks any more."
        many = "1 client asks" if now.clients == 1 else f"{now.clients} clients ask"
        return f"{many}, again as soon as the answer is there."

    def _pool_in_words(self) -> str:
        now = self.settings
        more = f" and {now.overflow} more at need" if now.overflow else ""
        only = "" if now.library == "SQLAlchemy" or not more else " (for this library one limit)"
        return (
            f"New requests use a new pool of {now.library}: {now.size} connections{more}{only}, to "
            f"wait {now.timeout:g} s at most. The old pool closes when its last checkout is back."
        )

    def say(self, sentence: str, name: str = "") -> None:
        """Note what happened; ``name`` is for the experiments."""
        self.said.append((time.perf_counter() - self._began, sentence))
        self._happened += [name] if name else []
        self.follow()

    def words(self, error: BaseException | None = None) -> str:
        """Return what an error says, and the server if psycopg_pool only logs that."""
        said = str(error).strip() if error else self.app.state.refused
        said = f"{said.splitlines()[0]}." if said else f"{type(error).__name__}."
        logged = self._logged.pop(getattr(self.app.state.pool.pool, "name", ""), "")
        return f"{said} The server said: {logged.splitlines()[-1]}." if logged else said

    def _hear(self, window: load.Window) -> None:
        """Note what the load process says, in its thread."""
        if self.over.is_set():
            return
        self._explain(window)
        happened, self._happened = self._happened, []
        self.moments.append(moment(self.recording, window, self.settings, happened))
        self.reached |= newly(self.moments[-1200:], self.reached)
        self.follow()

    def _explain(self, window: load.Window) -> None:
        """Say why requests got 503 or failed, unless it was said a moment ago."""
        state = self.app.state
        for kind, why in (("503", self.words()), ("500", state.failed)):
            count, now = window.errors.get(f"HTTP {kind}", 0), time.perf_counter()
            if count and now - self._told.get(kind, -AGAIN_AFTER) >= AGAIN_AFTER:
                self._told[kind] = now
                many = "A request gets" if count == 1 else f"{count} requests get"
                self.say(f"{many} {kind}: {why.splitlines()[0] if why else 'no reason is given'}")

    def close(self) -> None:
        """End everything. Harmless when called again."""
        self.over.set()
        self.gone.set()
        with self._ending:
            suppressed(self._stack.close)
        _taken.discard(self._number)
        self._threads.shutdown(wait=False, cancel_futures=True)
        self.follow()

    def end_soon(self) -> None:
        """End everything in a thread."""
        with suppress(RuntimeError):  # it has ended
            self._threads.submit(self.close)

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *error: object) -> None:
        await asyncio.shield(asyncio.to_thread(self.close))


def work_per_ms(db: postgres.Postgres) -> float:
    """Return how far the server counts in a millisecond, when it is alone."""
    sql, most = QUERIES["computes"].format(200_000), 0.0
    with psycopg.connect(db.dsn, autocommit=True, application_name="poollab playground") as one:
        for _ in range(3):
            began = time.perf_counter()
            one.execute(sql.encode())
            most = max(most, 200 / (time.perf_counter() - began))
    return most


def suppressed(act: Callable[[], object]) -> None:
    """Do it; an error has nobody to be told to."""
    with suppress(Exception):
        act()

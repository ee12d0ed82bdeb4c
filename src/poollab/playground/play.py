"""The playground without a widget: started, turned, troubled and ended by calls."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from typing import Any, Self

from poollab.errors import PoolLabError
from poollab.load import Window
from poollab.pace import shorter
from poollab.playground import sentences, trouble
from poollab.playground.experiments import newly
from poollab.playground.moment import Moment, moment
from poollab.playground.settings import CONTROLS, POOL, Settings, turned
from poollab.playground.stage import Stage

LONGEST = 600
"""Seconds after which a playground ends by itself."""
AGAIN_AFTER = 5
"""Seconds after which it is said again why requests fail."""
AT_ONCE = 12
"""Buttons that can be at work at once: slow clients, mostly."""
LOOK_BACK = 1200
"""So many moments are looked through for experiments."""
_taken: set[int] = set()


class Playground(Stage):
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
        self._number = next(n for n in count(1) if n not in _taken)
        _taken.add(self._number)
        super().__init__(f"playground {self._number}")
        self.seconds = shorter(LONGEST) if seconds is None else seconds
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
        self._ending = threading.Lock()
        self._turns = ThreadPoolExecutor(1, thread_name_prefix="poollab-playground")
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="poollab-playground")
        self._began = time.perf_counter()

    @property
    def left(self) -> float:
        """In how many seconds it ends by itself."""
        return self.seconds - (time.perf_counter() - self._began)

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
        """Start part after part, unless it is over meanwhile."""
        parts: tuple[Callable[[], None], ...] = (
            lambda: self.set_up(self.settings),
            lambda: self.watch(self.seconds + 60),
            lambda: self.load(self.settings, self._hear),
            self._wind_the_clock,
        )
        with self._ending:
            for part in parts:
                if not self.over.is_set():
                    part()

    def _wind_the_clock(self) -> None:
        timer = threading.Timer(self.seconds, self.close)
        timer.daemon = True
        timer.start()
        self.on_end(timer.cancel)

    async def turn(self, **controls: Any) -> None:
        """Turn controls; what can't be is said in a sentence, and the rest is done."""
        restart = await asyncio.wrap_future(self.turn_soon(controls))
        if restart:
            await asyncio.wrap_future(restart)

    async def press(self, button: str) -> None:
        """Press one of ``trouble.BUTTONS``; return when it is over. PoolLabError if it is none."""
        if button not in trouble.BUTTONS:
            raise PoolLabError(f"There is no button {button!r}: {', '.join(trouble.BUTTONS)}.")
        await asyncio.wrap_future(self.submit(trouble.BUTTONS[button], self))

    def submit(self, act: Callable[..., Any], *what: Any) -> "Future[Any]":
        """Have a thread do it; an error is said in a sentence. PoolLabError when it has ended."""
        return self._have(self._threads, act, *what)

    def turn_soon(self, controls: dict[str, Any]) -> "Future[Future[None] | None]":
        """Have a thread turn controls, one after another; it returns the restart if it takes one.

        PoolLabError when the playground has ended.
        """
        return self._have(self._turns, self._turn, controls)

    def _have(
        self, threads: ThreadPoolExecutor, act: Callable[..., Any], *what: Any
    ) -> "Future[Any]":
        try:
            return threads.submit(self._guarded, act, *what)
        except RuntimeError as error:
            raise PoolLabError("The playground has ended: open another one.") from error

    def _guarded(self, act: Callable[..., Any], *what: Any) -> Any:
        if self.over.is_set():
            return None
        try:
            return act(*what)
        except Exception as error:
            if not self.over.is_set():
                self.say(f"That did not work: {self.words(error)}")
        return None

    def _turn(self, controls: dict[str, Any]) -> "Future[None] | None":
        before, (now, wrong) = self.settings, turned(self.settings, controls)
        changed = {name for name in CONTROLS if getattr(before, name) != getattr(now, name)}
        if changed:
            self.settings = now
        for sentence in wrong:
            self.say(sentence)
        self._act_on(changed, now)
        return self.submit(trouble.limit, self) if "max_connections" in changed else None

    def _act_on(self, changed: set[str], now: Settings) -> None:
        """Do what takes no restart."""
        if changed & {"query", "query_ms"}:
            self.ask(now)
            self.say(sentences.of_query(now))
        if changed & {"load", "clients", "rate"}:
            self.send(now)
            self.say(sentences.of_load(now))
        if changed & set(POOL):
            self.swap(now, self._cut_off)
            self.say(sentences.of_pool(now), "swapped")

    def _cut_off(self) -> None:
        self.say("The old pool never got back all it had lent: it was cut off.", "cut off")

    def say(self, sentence: str, name: str = "") -> None:
        """Note what happened; ``name`` is for the experiments."""
        self.said.append((time.perf_counter() - self._began, sentence))
        self._happened += [name] if name else []
        self.follow()

    def _hear(self, window: Window) -> None:
        """Note what the load process says, in its thread."""
        if self.over.is_set():
            return
        self._explain(window)
        happened, self._happened = self._happened, []
        self.moments.append(moment(self.recording, window, self.settings, happened))
        self.reached |= newly(self.moments[-LOOK_BACK:], self.reached)
        self.follow()

    def _explain(self, window: Window) -> None:
        """Say why requests got 503 or failed, unless it was said a moment ago."""
        for kind in ("503", "500"):
            number, now = window.errors.get(f"HTTP {kind}", 0), time.perf_counter()
            if number and now - self._told.get(kind, -AGAIN_AFTER) >= AGAIN_AFTER:
                self._told[kind] = now
                why = self.words() if kind == "503" else self.app.state.failed
                many = "A request gets" if number == 1 else f"{number} requests get"
                self.say(f"{many} {kind}: {why.splitlines()[0] if why else 'no reason is given'}")

    def close(self) -> None:
        """End everything. Harmless when called again."""
        self.over.set()
        self.gone.set()
        with self._ending:
            self.end()
        _taken.discard(self._number)
        for threads in (self._turns, self._threads):
            threads.shutdown(wait=False, cancel_futures=True)
        self.follow()

    def end_soon(self) -> None:
        """End everything in a thread."""
        threading.Thread(target=self.close, name="poollab-playground").start()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *error: object) -> None:
        await asyncio.shield(asyncio.to_thread(self.close))

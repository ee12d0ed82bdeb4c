"""The playground without a widget: started, turned, troubled and ended by calls."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from typing import Any, Self

from poollab.errors import PoolLabError
from poollab.pace import shorter
from poollab.playground import trouble, turning
from poollab.playground.settings import Settings, turned
from poollab.playground.story import Story

LONGEST = 600
"""Seconds after which a playground ends by itself."""
AT_ONCE = 12
"""Buttons that can be at work at once: slow clients, mostly."""
_taken: set[int] = set()


class Playground(Story):
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
        self.gone = threading.Event()
        """Set to have slow clients leave."""
        self.one_restart = threading.Lock()
        self._ending = threading.Lock()
        self._turns = ThreadPoolExecutor(1, thread_name_prefix="poollab-playground")
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="poollab-playground")

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
            lambda: self.load(self.settings, self.hear),
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
        return self._have(self._turns, turning.turn, self, controls)

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

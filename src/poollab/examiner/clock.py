"""The clock of an answer's event loop, which can be put forward: nobody waits for an hour here."""

import asyncio
import time
from collections.abc import Callable
from contextvars import Context
from typing import Any, NamedTuple


class Timer(NamedTuple):
    """What was to be called, and when, in the time of the loop."""

    when: float
    handle: asyncio.TimerHandle
    call: Callable[[], object]


class Clock:
    """Takes the place of a loop's own clock, whichever loop it is."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Note from now on what is to be called later in this loop."""
        self._loop, self._time = loop, loop.time
        self._at, self._later = loop.call_at, loop.call_later
        self._ahead = 0.0
        self._timers: list[Timer] = []
        for name in ("time", "call_later", "call_at"):
            setattr(loop, name, getattr(self, name))

    def take_python_along(self) -> None:
        """Put Python's own clocks forward with this one, until the process ends."""
        if isinstance(self._loop, asyncio.BaseEventLoop):  # its time is that of the module
            self._time = time.monotonic
        for name in ("monotonic", "time", "perf_counter"):
            setattr(time, name, self._shifted(getattr(time, name)))

    def _shifted(self, clock: Callable[[], float]) -> Callable[[], float]:
        return lambda: clock() + self._ahead

    def time(self) -> float:
        """Return what the clock shows."""
        return self._time() + self._ahead

    def call_at(
        self, when: float, callback: Callable[..., object], *args: Any,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:  # fmt: skip
        """Do as the loop's own method does, and note it."""
        if isinstance(self._loop, asyncio.BaseEventLoop):  # its call_later comes here; it asks time
            handle = self._at(when, callback, *args, context=context)
        else:  # uvloop has a clock of its own
            handle = self._later(when - self.time(), callback, *args, context=context)
        self._timers = [one for one in self._timers if one.when > self.time()]
        self._timers.append(
            Timer(when, handle, lambda: self._loop.call_soon(callback, *args, context=context))
        )
        return handle

    def call_later(self, delay: float, *args: Any, **named: Any) -> asyncio.TimerHandle:
        """Do as the loop's own method does, and note it."""
        return self.call_at(self.time() + delay, *args, **named)

    def forward(self, seconds: float, then: Callable[[], object] = lambda: None) -> None:
        """Put the clock forward, from any thread: what is due by then is called at once.

        ``then`` is called after all that.
        """
        self._loop.call_soon_threadsafe(self._forward, seconds, then)

    def _forward(self, seconds: float, then: Callable[[], object]) -> None:
        now = self.time()
        self._ahead += seconds
        for timer in sorted(self._timers, key=lambda timer: timer.when):
            if now < timer.when <= now + seconds and not timer.handle.cancelled():
                timer.handle.cancel()
                timer.call()
        self._loop.call_soon(then)

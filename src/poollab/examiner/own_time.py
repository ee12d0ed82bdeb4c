"""An answer's own time: what its limits count, however slow or crowded the machine is."""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Callable, Collection
from typing import Any

import psutil

from poollab.examiner.scheduled import Given, given, since

PATIENCE = 4  # seconds until what should happen has not: only a wrong answer takes so long
LOOK = 0.25  # seconds between two looks
FAMILY = 8  # looks until what the process has started is looked for again, among all processes
WAITS = 0.02  # of a processor: a process that uses less is not at work
LEAST = 0.25  # of the clock's time, for a process that polls, and lets a free processor be
WITH_SERVER = 2  # times what we and the answer are kept waiting, the server is with us


class TooSlow(Exception):
    """The machine was too slow for an examination: nothing is known of the answer."""


class OwnTime:
    """The seconds that a process and its children have computed, and those that it has waited.

    It waits while it takes no processor time and wants none, and while the examiner, who looks for
    what it does, wants none either: Linux says for how long a thread was ready, and was not run.
    The server, whom nobody asks, is taken to have been kept waiting as long as both. Elsewhere a
    process that gets less than it may want is asked for what it gets; where half a processor is
    free, for a quarter of the time at least. A look that comes late counts no waiting: the machine
    stood still.
    """

    def __init__(self, find: Callable[[], list[psutil.Process]]) -> None:
        """Count from now on the time of the processes that are found, now and again."""
        self._find, self._looks, self._family = find, 0, find()
        self._seconds, self._computed = 0.0, computed(self._family)
        self._looked, self._idle = time.monotonic(), psutil.cpu_times().idle
        self._theirs, self._ours = self._given()
        self.kept = 0.0
        """Seconds until the last look that the processes were ready to run, and were not run."""

    def now(self) -> float:
        """Return the seconds until now, as of a look that is at most ``LOOK / 2`` old."""
        if (passed := time.monotonic() - self._looked) >= LOOK / 2:
            self._look(passed)
        return self._seconds

    def _given(self) -> tuple[dict[str, Given], dict[str, Given]]:
        return given(one.pid for one in self._family), given([os.getpid()])

    def _look(self, passed: float) -> None:
        self._looks += 1
        if self._looks % FAMILY == 0:
            self._family = self._find()
        used, idle = computed(self._family), psutil.cpu_times().idle
        worked, free = max(0.0, used - self._computed), idle - self._idle
        self._looked, self._computed, self._idle = self._looked + passed, used, idle
        theirs, ours = self._kept()
        if passed < 2 * LOOK:
            if self._ours:
                worked = max(worked, passed - WITH_SERVER * (theirs + ours))
            elif worked < WAITS * passed:
                worked = passed
            elif free > passed / 2:
                worked = max(worked, LEAST * passed)
        self._seconds += worked
        self.kept += theirs if self._ours else passed - worked

    def _kept(self) -> tuple[float, float]:
        """Return for how long they, and we, were kept waiting since the last look."""
        before, self._theirs, self._ours = (self._theirs, self._ours), *self._given()
        return since(before[0], self._theirs).kept, since(before[1], self._ours).kept

    def over(self, seconds: float = PATIENCE) -> Callable[[], bool]:
        """Return a function that says whether so many seconds have passed since now."""
        began = self.now()
        return lambda: self.now() - began > seconds

    async def wait(self, tasks: Collection[asyncio.Task[Any]], seconds: float = PATIENCE) -> bool:
        """Wait for tasks, so many seconds at most; say if all have ended. None is cancelled."""
        with contextlib.suppress(TimeoutError):
            async with self.limit(seconds):
                await asyncio.wait(tasks)
        return all(task.done() for task in tasks)

    @contextlib.asynccontextmanager
    async def limit(self, seconds: float) -> AsyncIterator[None]:
        """Give the process so many seconds of its own for the block. Raises TimeoutError."""
        async with asyncio.timeout(None) as limit:
            watching = asyncio.create_task(self._watch(limit, seconds))
            try:
                yield
            finally:
                watching.cancel()

    async def _watch(self, limit: asyncio.Timeout, seconds: float) -> None:
        await asyncio.sleep(LOOK)  # most blocks are over by then, and cost no look
        began = self.now()
        while self.now() - began < seconds:
            await asyncio.sleep(LOOK)
        limit.reschedule(asyncio.get_running_loop().time())


def with_children(pid: int) -> list[psutil.Process]:
    """Return a process with all that it has started; nothing when it is gone."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    return []


def computed(processes: list[psutil.Process]) -> float:
    """Return the processor seconds of processes and, as they know it, of those they started."""
    seconds = 0.0
    for one in processes:
        with contextlib.suppress(psutil.Error):
            seconds += sum(one.cpu_times()[:4])
    return seconds

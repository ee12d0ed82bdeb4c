"""Records a pool while it works: looks at it again and again, in threads that never outlive it."""

import asyncio
import threading
import time
import weakref
from types import TracebackType
from typing import Any, Self

import psycopg

from poollab.errors import PoolLabError
from poollab.watch.readers import reader
from poollab.watch.recording import Recording
from poollab.watch.repeat import repeat
from poollab.watch.samples import Sample, ServerSample, pack
from poollab.watch.server import ServerView, reason

SERVER_EVERY = 0.1
"""The least time in seconds between two looks at the server: each is a query there."""


class LiveRecording(Recording):
    """A recording that is being made; it goes on until it is stopped or the pool is closed."""

    def __init__(self, pool: Any, *, dsn: str | None, every: float, longest: float) -> None:
        super().__init__(every)
        self._longest = longest
        self._read = reader(pool)
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._look()
        self._server = ServerView(dsn) if dsn else None
        self._server_answers = True
        self._threads = [repeat(self._look_again, every, self._over)]
        if self._server:
            self._look_at_server()
            pause = max(every, SERVER_EVERY)
            self._threads.append(repeat(self._look_at_server, pause, self._over))
        weakref.finalize(self, _release, self._over, self._server)

    def _look(self) -> Sample:
        """Take a sample of the pool."""
        with self._lock:
            snapshot = self._read()
            last = self.samples[-1] if self.samples else None
            sample = pack(self.seconds, snapshot.connections, snapshot.waiting, last)
            if last is None or not sample.alike(last):
                self.samples.append(sample)
        self.limit = snapshot.limit
        if snapshot.closed:
            self._end("the pool was closed")
        elif sample.t > self._longest:
            self._end(f"{self._longest:g} s were recorded, as long as was asked for")
        return sample

    def _look_again(self) -> None:
        """Take a sample of the pool where nobody could be told of an error."""
        try:
            self._look()
        except Exception as error:
            self._end(f"the pool could not be read any more ({error!r})")

    def _look_at_server(self) -> None:
        """Take a sample of the server; note it if the server is away, and go on."""
        assert self._server is not None
        try:
            rows, ages = self._server.read()
        except psycopg.Error as error:
            if self._server_answers:
                self._note(f"the server stopped answering ({reason(error)})")
            self._server_answers = False
            return
        if not self._server_answers:
            self._note("the server answers again")
        self._server_answers = True
        with self._lock:
            self.server_samples.append(ServerSample(self.seconds, rows, ages))

    def _note(self, text: str) -> None:
        self.notes.append((self.seconds, text))

    def _end(self, why: str | None = None) -> None:
        """End the recording; ``why`` is noted if it was not asked for."""
        if not self._over.is_set():
            if why:
                self._note(why)
            self._ended = time.perf_counter()
            self._over.set()

    def sample(self) -> Sample:
        """Look at the pool, and the server, now; return what the pool said.

        Raises ``PoolLabError`` if the recording has ended.
        """
        if self._over.is_set():
            raise PoolLabError(
                "The recording has ended: call sample() inside the with block of watch.pool(...)."
            )
        sample = self._look()
        if self._server:
            self._look_at_server()
        return sample

    async def until(self, *, seconds: float = 30, **counts: int) -> Sample:
        """Wait until the pool has these counts (such as ``in_use=3``); return the sample.

        Any count of a ``Sample`` will do. Raises ``PoolLabError``, with what was seen instead, when
        ``seconds`` have passed.
        """
        deadline = time.perf_counter() + seconds
        while True:
            sample = self.sample()
            if all(getattr(sample, name) == count for name, count in counts.items()):
                return sample
            if time.perf_counter() > deadline:
                raise PoolLabError(
                    f"Waited {seconds:g} s for {counts}, but the pool is at {sample}."
                )
            await asyncio.sleep(self.every)

    def stop(self) -> None:
        """Take a last sample and end; harmless if the recording has ended already."""
        if not self._over.is_set():
            self._look_again()
        self._end()
        for thread in self._threads:
            thread.join(timeout=3)  # a server that hangs is left behind
        if self._server:
            self._server.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def _release(over: threading.Event, server: ServerView | None) -> None:
    """End what is left of a recording that nobody stopped."""
    over.set()
    if server:
        server.close()

"""Records a pool while it works: looks at it again and again, in threads that never outlive it."""

import asyncio
import threading
import time
import weakref
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from poollab.errors import PoolLabError
from poollab.watch.holders import HolderNotes
from poollab.watch.readers import Succession, reader
from poollab.watch.recording import Recording
from poollab.watch.repeat import repeat
from poollab.watch.samples import Sample, ServerSample, pack
from poollab.watch.server import ServerView

SERVER_EVERY = 0.1
"""The least time in seconds between two looks at the server: each is a query there."""


class LiveRecording(Recording):
    """A recording that is being made; it goes on until it is stopped or the pool is closed."""

    def __init__(self, pool: Any, *, dsn: str | None, every: float, longest: float) -> None:
        super().__init__(every)
        self._longest = longest
        self._read = Succession()
        self._read.add(reader(pool))
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._holders = HolderNotes(self.holders, self._began)
        self._look()
        self._server = ServerView(dsn) if dsn else None
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
            sample = pack(self.seconds, snapshot, last)
            if last is None or not sample.alike(last):
                self.samples.append(sample)
            self._holders.look(sample, snapshot)
            self.lost += [(sample.t, pid) for pid in snapshot.lost]
            self._looked = sample.t
        self.limit = snapshot.limit
        if snapshot.news:
            self._note(snapshot.news)
        if snapshot.closed:
            self._end(snapshot.closed)
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
        news, answer = self._server.look(self._read.drivers)
        if news:
            self._note(news)
        if answer is None:
            return
        self.max_connections, self.pooled = self._server.max_connections, self._server.pooled
        with self._lock:
            sample = ServerSample(self.seconds, *answer)
            self.server_samples.append(sample)
            for row in sample.rows:
                self.first_on_server.setdefault(row.pid, sample.t)

    def _note(self, text: str) -> None:
        self.notes.append((self.seconds, text))

    def _end(self, why: str | None = None) -> None:
        """End the recording; ``why`` is noted if it was not asked for."""
        if not self._over.is_set():
            if why:
                self._note(why)
            self._ended = time.perf_counter()
            self._over.set()

    def go_on_with(self, pool: Any) -> None:
        """Record this pool, too: the app uses it now instead of the one before.

        Connections of the one before are counted as long as there are any. Raises ``PoolLabError``
        if the pool can't be watched.
        """
        new = reader(pool)
        with self._lock:
            self._read.add(new)

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

    def follow(self, show: Callable[[], bool], every: float) -> None:
        """Call ``show`` in a thread every so many seconds, and once more when this has ended.

        It returns whether to go on. ``stop()`` waits for the last call.
        """

        def run() -> None:
            while not self._over.wait(every) and show():
                pass
            show()

        thread = threading.Thread(target=run, name="poollab-watch", daemon=True)
        thread.start()
        self._threads.append(thread)

    def stop(self, why: str | None = None) -> None:
        """Take a last sample and end; harmless if the recording has ended already.

        ``why`` is noted, if it is not just that enough was recorded.
        """
        if not self._over.is_set():
            self._look_again()
        self._end(why)
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
        if error is None:
            self.stop()
        elif isinstance(error, KeyboardInterrupt | asyncio.CancelledError):
            self.stop("the cell was interrupted")
        else:
            self.stop(f"the cell stopped at an error ({type(error).__name__})")


def _release(over: threading.Event, server: ServerView | None) -> None:
    """End what is left of a recording that nobody stopped."""
    over.set()
    if server:
        server.close()

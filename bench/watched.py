"""What runs in the kernel for the bench of watching: the app of lesson 03, watched or not."""

import asyncio
import json
import time
import tracemalloc
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from IPython.display import display

from bench.app import app, database
from poollab import load, watch
from poollab.server import serve
from poollab.watch.recording import Recording

STACK = ExitStack()
"""What is to be closed when the kernel ends."""
MINUTES = 10


class Served:
    """The app, its URL and its server's DSN."""

    def __init__(self) -> None:
        db = STACK.enter_context(database())
        self.dsn, self.app = db.dsn, app(db.dsn)
        self.server = STACK.enter_context(serve(self.app, name="bench"))
        self.url = self.server.url + "/pooled"
        load.clients(self.url, clients=50, seconds=0.5, progress=False)

    def watch(self, shown: bool) -> watch.LiveRecording:
        """Begin a recording of its pool, and show it if asked to."""
        recording = watch.pool(self.app.state.pool, dsn=self.dsn)
        if shown:
            display(recording.view("Bench"))
        return recording


@cache
def served() -> Served:
    """Return the app, started once."""
    return Served()


def rate(how: str, clients: int, seconds: float) -> None:
    """Print the requests a second while the pool is ``not watched``, ``recorded`` or ``shown``."""
    with ExitStack() as stack:
        if how != "not watched":
            stack.enter_context(served().watch(how == "shown"))
        result = load.clients(served().url, clients=clients, seconds=seconds, progress=False)
    assert not result.errors
    print(json.dumps(result.per_second))


def changes(count: int) -> None:
    """Take a connection and give it back, in turn, on show; print when, by ``time.time``."""

    async def run() -> list[float]:
        pool, times = served().app.state.pool, []
        for n in range(count):
            # at any moment between two frames, not in step with them
            await asyncio.sleep(0.25 + 0.1 * n / count)
            if n % 2 == 0:
                connection = await pool.acquire()
            else:
                await pool.release(connection)
            times.append(time.time())
        await asyncio.sleep(0.3)
        return times

    with served().watch(shown=True):
        print(json.dumps(served().server.run(run())))


def memory(seconds: float) -> None:
    """Print the bytes that a recording under load would take after ten minutes."""
    tracemalloc.start()
    with served().watch(shown=False) as recording:
        load.clients(served().url, clients=50, seconds=seconds, progress=False)
    here = [tracemalloc.Filter(True, str(Path(watch.__file__).parent / "*"))]
    taken = tracemalloc.take_snapshot().filter_traces(here).statistics("filename")
    tracemalloc.stop()
    assert isinstance(recording, Recording)
    print(json.dumps(sum(one.size for one in taken) * MINUTES * 60 / recording.seconds))

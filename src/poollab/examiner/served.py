"""An answer that is served: its app or function, its process, its time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from urllib.parse import urlsplit

import httpx

from poollab.examiner.app import App
from poollab.examiner.calls import Calls
from poollab.examiner.learner import Playing
from poollab.examiner.own_time import OwnTime
from poollab.examiner.processes import playing
from poollab.examiner.verdict import Missed

OF_AN_ERROR = ("seen 500", "answers 500", "query: 500", "breaks off", "seen []")
RAISED = "Your app raised"
ONCE = httpx.Limits(max_keepalive_connections=0)
"""Each request has an HTTP connection of its own: uvicorn closes one behind an unhandled error, and
the next request on it would get no answer."""


def plain_client() -> httpx.AsyncClient:
    """Return a client for HTTP alone, that asks the answer itself whatever proxy there is.

    To load certificates would take longer than all it asks.
    """
    return httpx.AsyncClient(timeout=None, limits=ONCE, verify=False, trust_env=False)


Play = Callable[..., AbstractContextManager[Playing]]
"""A way to play an answer: given cells, source, name, and the arguments of the function."""


class Served:
    """An answer, and while it is served what can be said of its process."""

    def __init__(self, given: str, source: str, name: str, dsn: str, play: Play = playing) -> None:
        """Serve the function ``name`` of an answer, with the DSN of its role.

        ``play`` is how: in a process of this machine, or another way.
        """
        self._answer, self._play = (given, source, name), play
        self.source, self.dsn = source, dsn
        self._played: Playing | None = None

    @asynccontextmanager
    async def app(self) -> AsyncIterator[App]:
        """Serve the app that the answer makes of the DSN. Raises Missed when it does not start."""
        playing_ = self._play(*self._answer, self.dsn)
        self._played = played = await asyncio.to_thread(playing_.__enter__)
        try:
            async with plain_client() as client:
                app = App(client, played.url, played)
                try:
                    yield app
                except Missed as missed:  # asked while the app's process is still there
                    raise Missed(self.with_reason(str(missed))) from None
                finally:
                    await app.leave()
        finally:
            await asyncio.to_thread(playing_.__exit__, None, None, None)

    @asynccontextmanager
    async def calls(self) -> AsyncIterator[Calls]:
        """Serve the answer's function itself. Raises Missed when it does not start."""
        playing_ = self._play(*self._answer)
        self._played = played = await asyncio.to_thread(playing_.__enter__)
        try:
            async with plain_client() as client:
                yield Calls(App(client, played.url, played), self._answer[2])
        finally:
            await asyncio.to_thread(playing_.__exit__, None, None, None)

    @property
    def own_time(self) -> OwnTime:
        """The time of the answer that is being served: what limits of what it does count."""
        assert self._played, "the answer is served"
        return self._played.own_time

    def taken(self) -> float:
        """Return the seconds that the answer has taken until now: computed, or let us wait."""
        return self._played.own_time.now() if self._played else 0.0

    def kept(self) -> float:
        """Return the seconds until now for which the answer was ready to run, and was not run."""
        if not self._played:
            return 0.0
        self._played.own_time.now()
        return self._played.own_time.kept

    def memory(self) -> int:
        """Return the bytes that the app's process has in memory. Raises Missed."""
        assert self._played, "the app is served"
        return self._played.seen.memory()

    def written(self) -> int:
        """Return the bytes that the app's process has written to files. Raises Missed."""
        assert self._played, "the app is served"
        return self._played.seen.written()

    def connections(self) -> set[int]:
        """Return the app's open connections to the server, by their own ports. Raises Missed."""
        assert self._played, "the app is served"
        return self._played.seen.connections(urlsplit(self.dsn).port or 5432)

    def with_reason(self, missed: str) -> str:
        """Return what was missed; if an error may be behind it, with the one the app raised."""
        may_be = any(sign in missed for sign in OF_AN_ERROR) and RAISED not in missed
        if self._played and may_be:
            raised = self._played.raised(within=0.2)
            return f"{missed} {RAISED} {raised}." if raised else missed
        return missed

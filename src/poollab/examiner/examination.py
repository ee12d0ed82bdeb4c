"""One examination: the answer in its process, its database, and the points it has earned."""

import asyncio
import random
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from urllib.parse import urlsplit

import httpx
import psycopg

from poollab.examiner.app import Answer, App
from poollab.examiner.calls import Calls
from poollab.examiner.database import SCHEMA, Database
from poollab.examiner.learner import Playing, playing
from poollab.examiner.own_time import OwnTime
from poollab.examiner.verdict import Missed

ORDERS = 40
OF_AN_ERROR = (" 500", "breaks off", "seen []")
RAISED = "Your app raised"
ONCE = httpx.Limits(max_keepalive_connections=0)
"""Each request has an HTTP connection of its own: uvicorn closes one behind an unhandled error, and
the next request on it would get no answer."""


class Examination:
    """What an examiner's function works with.

    ``draw`` gives the inputs, new ones each time; ``part`` gives the points; ``source`` is the
    answer, to be read, never to be run here.
    """

    def __init__(
        self, given: str, source: str, name: str, dsn: str, db: Database, orders: dict[int, int]
    ) -> None:
        """Examine the function ``name`` of an answer.

        ``dsn`` is its role's, ``db`` our eyes, ``orders`` what the table holds: prices by number.
        """
        self._answer = (given, source, name)
        self.source = source
        self.dsn, self.db, self.orders = dsn, db, orders
        self.draw = random.Random()
        self.points = 0.0
        self.missed: list[str] = []
        self._played: Playing | None = None

    @staticmethod
    def menu() -> dict[int, int]:
        """Draw prices for the orders; the table has them in another order, 1 not first."""
        numbers = random.sample(range(2, ORDERS + 1), ORDERS - 1)
        numbers.insert(random.randint(1, ORDERS - 1), 1)
        return {number: random.randint(5, 95) for number in numbers}

    @contextmanager
    def part(self, points: float) -> Iterator[None]:
        """Give these points if the block finds nothing amiss; else keep what it missed."""
        try:
            yield
        except Missed as missed:
            self.missed.append(self._with_reason(str(missed)))
        else:
            self.points += points

    def _with_reason(self, missed: str) -> str:
        """Return what was missed; if an error may be behind it, with the one the app raised."""
        may_be = any(sign in missed for sign in OF_AN_ERROR) and RAISED not in missed
        if self._played and may_be:
            raised = self._played.raised(within=0.2)
            return f"{missed} {RAISED} {raised}." if raised else missed
        return missed

    @asynccontextmanager
    async def app(self) -> AsyncIterator[App]:
        """Serve the app that the answer makes of the DSN. Raises Missed when it does not start."""
        playing_ = playing(*self._answer, self.dsn)
        self._played = played = await asyncio.to_thread(playing_.__enter__)
        try:
            async with httpx.AsyncClient(timeout=None, limits=ONCE) as client:
                app = App(client, played.url, played)
                try:
                    yield app
                except Missed as missed:  # asked while the app's process is still there
                    raise Missed(self._with_reason(str(missed))) from None
                finally:
                    await app.leave()
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

    def memory(self) -> int:
        """Return the bytes that the app's process has in memory. Raises Missed."""
        assert self._played, "the app is served"
        return self._played.memory()

    def connections(self) -> set[int]:
        """Return the app's open connections to the server, by their own ports. Raises Missed."""
        assert self._played, "the app is served"
        return self._played.connections(urlsplit(self.dsn).port or 5432)

    @asynccontextmanager
    async def calls(self) -> AsyncIterator[Calls]:
        """Serve the answer's function itself. Raises Missed when it does not start."""
        playing_ = playing(*self._answer)
        self._played = played = await asyncio.to_thread(playing_.__enter__)
        try:
            async with httpx.AsyncClient(timeout=None, limits=ONCE) as client:
                yield Calls(App(client, played.url, played), self._answer[2])
        finally:
            await asyncio.to_thread(playing_.__exit__, None, None, None)

    async def stand(
        self, number: int, what: str, visits: Collection[asyncio.Task[Answer]] = ()
    ) -> set[int]:
        """Wait until so many backends stand before the turnstile; return their pids.

        Raises Missed, with ``what`` and how many did come, when they do not: in the end, or as
        soon as one of the ``visits`` that should bring them there is answered.
        """
        over = self.own_time.over()
        while len(found := await self.db.blocked()) < number:
            if early := [visit for visit in visits if visit.done()]:
                status, body, _ = early[0].result()
                raise Missed(
                    f"{what}: expected {number}, seen {len(found)}, and a request that was "
                    f"answered before its query: {status}, {body[:80]!r}."
                )
            if over():
                raise Missed(f"{what}: expected {number}, seen {len(found)}.")
            await asyncio.sleep(0.01)
        return found

    async def lends(self, app: App, path: str, number: int, when: str) -> set[int]:
        """See that the app's pool can lend so many connections at once; return their pids.

        Raises Missed.
        """
        async with self.db.turnstile():
            visits = [app.visit(path) for _ in range(number)]
            what = f"{when}, connections that the pool can still lend"
            pids = await self.stand(number, what)
        for answer in await asyncio.gather(*visits):
            if answer.status != 200:
                raise Missed(f"{when}, GET {path} answers {answer.status}.")
        return pids


@asynccontextmanager
async def looked_at(dsn: str, role: str, orders: dict[int, int]) -> AsyncIterator[Database]:
    """Fill a task's database through a superuser's DSN; yield the examiner's eyes on it."""
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
        await connection.execute(SCHEMA)
        async with connection.cursor().copy("COPY examiner.orders FROM STDIN") as copy:
            for number, price in orders.items():
                await copy.write_row((number, f"dish {number}", price))
        yield Database(connection, role)

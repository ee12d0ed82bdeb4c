"""One examination: the answer in its process, its database, and the points it has earned."""

import asyncio
import random
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from poollab.examiner.app import Answer
from poollab.examiner.database import Database
from poollab.examiner.looks import pauses
from poollab.examiner.processes import playing
from poollab.examiner.served import Play, Served
from poollab.examiner.verdict import Missed

ORDERS = 40
OPENS = 0.25  # seconds of the answer's own: by then it has opened a connection, if it opens one


class Examination(Served):
    """What an examiner's function works with.

    ``draw`` gives the inputs, new ones each time; ``part`` gives the points; ``source`` is the
    answer, to be read, never to be run here.
    """

    def __init__(
        self, given: str, source: str, name: str, dsn: str, db: Database, orders: dict[int, int],
        play: Play = playing,
    ) -> None:  # fmt: skip
        """Examine the function ``name`` of an answer.

        ``dsn`` is its role's, ``db`` our eyes, ``orders`` what the table holds: prices by number.
        """
        super().__init__(given, source, name, dsn, play)
        self.db, self.orders = db, orders
        self.draw = random.Random()
        self.points = 0.0
        self.missed: list[str] = []
        self.without = ""
        """The name of a check that does not count."""

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
            self.missed.append(self.with_reason(str(missed)))
        else:
            self.points += points

    @contextmanager
    def check(self, name: str) -> Iterator[None]:
        """Look whether the answer does one thing that the text asks for: the block raises Missed.

        What each check is there for stands in ``tests/answers``, in the task's ``contract.toml``.
        """
        try:
            yield
        except Missed:
            if name != self.without:
                raise

    async def stand(
        self, number: int, what: str, visits: Collection[asyncio.Task[Answer]] = ()
    ) -> set[int]:
        """Wait until so many backends stand before the turnstile; return their pids.

        Raises Missed, with ``what`` and how many did come, when they do not: in the end, or as
        soon as one of the ``visits`` that should bring them there is answered.
        """
        over, pause = self.own_time.over(), pauses()
        while len(found := await self.db.blocked()) < number:
            if early := [visit for visit in visits if visit.done()]:
                status, body, _ = early[0].result()
                raise Missed(
                    f"{what}: expected {number}, seen {len(found)}, and a request that was "
                    f"answered before its query: {status}, {body[:80]!r}."
                )
            if over():
                raise Missed(f"{what}: expected {number}, seen {len(found)}.")
            await asyncio.sleep(next(pause))
        return found

    async def at_most(self, number: int, when: str) -> None:
        """See that the answer has no more connections open than these, but for a moment.

        Raises Missed.
        """
        over, pause = self.own_time.over(), pauses()
        while (seen := len(await self.db.backends())) > number:
            if over():
                raise Missed(f"{when}: expected {number} connections at most, seen {seen}.")
            await asyncio.sleep(next(pause))

    async def no_more(self, number: int, when: str) -> None:
        """See that no more backends stand before the turnstile than these. Raises Missed.

        It looks for as much of the answer's own time as opening a connection takes, many times.
        """
        over = self.own_time.over(OPENS)
        while not over():
            if (seen := len(await self.db.blocked())) > number:
                raise Missed(f"{when}: expected {number} connections at most, seen {seen}.")
            await asyncio.sleep(0.01)

"""Guests who watch a ticker, each line noted."""

import asyncio
import time
from collections.abc import AsyncIterator

import httpx

from poollab.examiner.examination import Examination
from poollab.examiner.verdict import Missed

STEADY = 8  # lines, one after another
SLOWEST = 1.6  # seconds for them, when for once nothing delays them

Lines = AsyncIterator[str]
Ticker = tuple[httpx.Response, Lines]


class Guests:
    """Guests who watch tickers, each line noted when it comes."""

    def __init__(self, exam: Examination, tickers: list[Ticker]) -> None:
        """Have each read as fast as lines come."""
        self._exam = exam
        self._came: list[list[float]] = [[] for _ in tickers]
        self._watching = [
            asyncio.create_task(self._watch(came, lines))
            for came, (_, lines) in zip(self._came, tickers, strict=True)
        ]

    async def _watch(self, came: list[float], lines: Lines) -> None:
        async for _ in lines:
            came.append(time.monotonic())

    def seen(self) -> int:
        """Return how many lines have come to everybody."""
        return min(map(len, self._came))

    def steady(self) -> bool:
        """Return whether lines have come to everybody, for a while, without a delay."""
        return all(
            any(after - one < SLOWEST for one, after in zip(came, came[STEADY:], strict=False))
            for came in self._came
        )

    def ended(self) -> bool:
        """Return whether a stream has ended. Raises Missed."""
        if ended := any(one.done() for one in self._watching):
            with self._exam.check("a ticker without an end"):
                raise Missed(f"The ticker should have no end; after {self.seen()} lines "
                             "it has ended.")  # fmt: skip
        return ended

    async def leave(self) -> None:
        """Have all stop reading."""
        for one in self._watching:
            one.cancel()
        await asyncio.gather(*self._watching, return_exceptions=True)

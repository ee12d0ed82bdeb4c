"""A formula is asked: what it answers is compared with the course's own, or must be refused."""

import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from poollab.examiner.calls import Calls
from poollab.examiner.examination import Examination
from poollab.examiner.sizing.own import own_work
from poollab.examiner.verdict import Missed

EXACT = 1e-6  # relative: other ways of reckoning differ less
ROUNDED = "That looks rounded: nobody asked for it."
SENSIBLE = "These values are sensible."


class Asked:
    """A function of the answer, asked by name; each refusal says what was asked."""

    def __init__(self, exam: Examination, calls: Calls, name: str, *arguments: str) -> None:
        """Ask it through ``calls``; ``arguments`` are the names of its arguments."""
        self.exam, self._calls, self._name, self._arguments = exam, calls, name, arguments

    async def near(self, expected: float, *values: Any, look: str) -> None:
        """See that it returns a number near enough. Raises Missed."""
        seen = await self._number(expected, values, look)
        if not math.isclose(seen, expected, rel_tol=EXACT, abs_tol=1e-12):
            digits = 6 if f"{seen:.6g}" != f"{expected:.6g}" else 12
            look = ROUNDED if rounded(seen, expected) else look
            raise self._missed(values, f"{expected:.{digits}g}", f"{seen:.{digits}g}", look)

    async def exactly(self, expected: int, *values: Any, look: str) -> None:
        """See that it returns this whole number, as an int. Raises Missed."""
        seen = await self._number(expected, values, look)
        if seen != expected:
            raise self._missed(values, f"{expected}", f"{seen}", look)
        with self.exam.check("an int is returned"):
            if not isinstance(seen, int):
                look = "Connections are counted: return a whole number, an int."
                raise self._missed(values, f"{expected}", f"{seen}", look)

    async def refuses(self, *values: Any, look: str) -> None:
        """See that it raises a ValueError. Raises Missed."""
        seen = await self._calls.call(*values)
        if not isinstance(seen, tuple):
            raise self._missed(values, "a ValueError", f"the result {seen}", look)
        kinds, words = seen
        if "ValueError" not in kinds:
            raise self._missed(values, "a ValueError", words, look)

    async def _number(self, expected: float, values: tuple[Any, ...], look: str) -> float:
        seen = await self._calls.call(*values)
        if isinstance(seen, tuple):
            kinds, words = seen
            raise self._missed(values, f"{expected:.6g}", words, _of_an_error(kinds, look))
        if isinstance(seen, bool) or not isinstance(seen, int | float):
            what = f"{seen!r:.60}, which is no int and no float"
            raise self._missed(values, f"{expected:.6g}", what, look)
        return seen

    def _missed(self, values: tuple[Any, ...], expected: str, seen: str, look: str) -> Missed:
        given = ", ".join(f"{n}={v!r}" for n, v in zip(self._arguments, values, strict=True))
        words = f"{self._name}({given}): expected {expected}, seen {seen}. {look}"
        return Missed(words.strip())


@asynccontextmanager
async def asking(exam: Examination, name: str, *arguments: str) -> AsyncIterator[Asked]:
    """Serve the function of an answer, to be asked. Raises Missed when it is not its own work."""
    with exam.check("the formula is your own"):
        own_work(exam)
    async with exam.calls() as calls:
        yield Asked(exam, calls, name, *arguments)


def reached(exam: Examination, otherwise: str) -> bool:
    """Return whether nothing was missed until now; else add to it what is not looked at."""
    if exam.missed:
        exam.missed[0] += f" {otherwise}"
    return not exam.missed


def rounded(seen: float, expected: float) -> bool:
    """Return whether a number is another one, rounded to some digits, up or down."""
    places = range(0 if expected > 1 else 2, 12)
    return seen != 0 and any(
        math.isclose(seen, how(expected * 10**place) / 10**place, rel_tol=1e-12)
        for place in places for how in (round, math.floor, math.ceil)
    )  # fmt: skip


def _of_an_error(kinds: tuple[str, ...], look: str) -> str:
    """Return where to look if an error is one of values; what the code stumbled on says itself."""
    if "ValueError" in kinds:
        return f"{SENSIBLE} {look}"
    return look if "ArithmeticError" in kinds else ""

"""What no formula of the course may answer: each value that is senseless, in every place."""

import itertools
import math
from collections.abc import Iterable, Sequence

from poollab.examiner.sizing.asked import Asked

NO_AMOUNT = "A rate or a time is a finite number from 0 up; nan and inf are not."
EACH = "Look at each value for itself: what becomes of both together may look sensible."
NO_COUNT = "Here a number is senseless if it is below 1, or not whole."
TOO_MUCH = "As much work as the pool can do, or more: the queue grows for ever, no number is right."


async def amounts(asked: Asked, *more: int) -> None:
    """See that no rate and no time below 0 goes in, nor nan or infinity. Raises Missed.

    ``more`` is what the function is asked with besides. Other tests than one of each value would
    let some of the pairs pass: their sum, their product, their whole parts.
    """
    much, little = asked.exam.draw.randint(20, 60), round(asked.exam.draw.uniform(0.1, 0.4), 2)
    with asked.exam.check("below 0 is refused"):
        for one, other in ((-much, little), (little, -much), (-little, much), (much, -little)):
            await asked.refuses(one, other, *more, look=NO_AMOUNT)
        for one, other in ((-much, -little), (-little, -much), (-little, 0), (0, -little)):
            await asked.refuses(one, other, *more, look=EACH)
    with asked.exam.check("nan is refused"):
        for other in (little, 0, much):
            await asked.refuses(math.nan, other, *more, look=NO_AMOUNT)
            await asked.refuses(other, math.nan, *more, look=NO_AMOUNT)
    with asked.exam.check("infinity is refused"):
        for wrong in (math.inf, -math.inf):
            for other in (little, 0, much):
                await asked.refuses(wrong, other, *more, look=NO_AMOUNT)
                await asked.refuses(other, wrong, *more, look=NO_AMOUNT)


async def loads(asked: Asked) -> None:
    """See that it refuses what no pool can serve, and what is no rate, time or pool."""
    draw = asked.exam.draw
    with asked.exam.check("as much work as the pool can do, or more, is refused"):
        for connections in (1, draw.randint(2, 9), draw.randint(20, 400)):
            for share in (1, 2, draw.uniform(1.01, 1.1)):
                await asked.refuses(4 * connections * share, 0.25, connections, look=TOO_MUCH)
    await amounts(asked, draw.randint(40, 400))
    look = "A pool has a whole number of connections, from 1 up."
    with asked.exam.check("a number below 1 is refused"):
        for none in (0, -1, -draw.randint(2, 90)):
            await asked.refuses(0, 0.1, none, look=look)
            await asked.refuses(2, 0.1, none, look=look)
    with asked.exam.check("a number that is not whole is refused"):
        for half in halves(draw.randint(2, 60)):
            await asked.refuses(0, 0.1, half, look=look)
            await asked.refuses(3, 0.1, half, look=look)


async def counts(asked: Asked, sensible: Sequence[int], places: Iterable[int]) -> None:
    """See that no number of things that is senseless goes in, at any of the places."""
    places = list(places)
    with asked.exam.check("a number below 1 is refused"):
        for place in places:
            for none in (0, -1, -asked.exam.draw.randint(2, 9)):
                await asked.refuses(*put(sensible, none, place), look=NO_COUNT)
        for one, other in itertools.pairwise(places):
            for none in (-1, -asked.exam.draw.randint(2, 9)):
                await asked.refuses(*put(sensible, none, one, other), look=EACH)
    with asked.exam.check("a number that is not whole is refused"):
        for place in places:
            for half in halves(sensible[place]):
                await asked.refuses(*put(sensible, half, place), look=NO_COUNT)


def put(values: Sequence[int], value: float, *places: int) -> list[float]:
    """Return the values, but at some places this one."""
    return [value if place in places else one for place, one in enumerate(values)]


def halves(near: int) -> tuple[float, ...]:
    """Return numbers that are not whole, some with an even number as a factor."""
    return near + 0.5, near + 0.25, 1.5

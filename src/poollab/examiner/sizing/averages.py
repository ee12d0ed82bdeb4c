"""What a load comes to on average: Little's law, Erlang's C formula, and the wait."""

import math
from collections.abc import Iterator

from poollab import queueing
from poollab.examiner.examination import Examination
from poollab.examiner.sizing.asked import Asked, own_work
from poollab.examiner.tasks import task

NO_AMOUNT = "A rate or a time is a finite number from 0 up; nan and inf are not."
TWO_MINUS = "Two minus signs make a plus, but no sense."
NO_COUNT = "A pool has a whole number of connections, from 1 up."
TOO_MUCH = "As much work as the pool can do, or more: the queue grows for ever, no number is right."


def load(exam: Examination, connections: int, least: float = 0.2) -> tuple[float, float]:
    """Draw a rate and a time that so many connections can serve."""
    seconds = round(exam.draw.uniform(0.01, 0.5), 3)
    share = exam.draw.uniform(least, 0.95)
    return round(share * connections / seconds, 3), seconds


def no_amounts(exam: Examination) -> Iterator[float]:
    """Draw what is no rate and no time."""
    yield from (-round(exam.draw.uniform(0.5, 50), 1), math.nan, math.inf)


@task(2, "Right: how many come, times how long each stays. Whatever the pattern.")
async def little(exam: Examination) -> None:
    """Little's law."""
    own_work(exam)
    async with exam.calls() as calls:
        asked = Asked(calls, "little", "per_second", "seconds")
        with exam.part(1):
            for _ in range(4):
                here = load(exam, exam.draw.randint(2, 60))
                look = "How many have come, since the one who leaves now came in?"
                await asked.near(queueing.littles_law(*here), *here, look=look)
            await asked.near(0, 0, 0.3, look="Nobody comes: 0 is a sensible rate.")
            await asked.near(0, 12, 0, look="Nobody stays: 0 is a sensible time.")
        if not exam.missed:
            with exam.part(1):
                for wrong in no_amounts(exam):
                    await asked.refuses(wrong, 0.2, look=NO_AMOUNT)
                    await asked.refuses(20, wrong, look=NO_AMOUNT)
                await asked.refuses(-20, -0.2, look=TWO_MINUS)


@task(5, "Right, also for pools so large that factorials would not fit.")
async def waiting(exam: Examination) -> None:
    """Erlang's C formula."""
    own_work(exam)
    async with exam.calls() as calls:
        asked = Asked(calls, "waiting", "per_second", "seconds", "connections")
        with exam.part(2):
            look = "These values are published. Go through the text's example by hand."
            await asked.near(4 / 9, 4, 0.5, 3, look=look)
            await asked.near(1 / 3, 2, 0.5, 2, look=look)
            for connections in (1, *exam.draw.sample(range(2, 13), 4)):
                here = (*load(exam, connections), connections)
                look = "Print B after each step: the last k is the number of connections."
                await asked.near(queueing.erlang_c(*here), *here, look=look)
            await asked.near(0, 0, 0.3, 5, look="Nobody comes: nobody waits.")
            await asked.near(0, 12, 0, 5, look="Nobody stays: nobody waits.")
        if exam.missed:
            return
        with exam.part(1):
            connections = exam.draw.randint(250, 400)
            here = (*load(exam, connections, least=0.8), connections)
            look = "So many connections are too many for powers and factorials; not for steps."
            await asked.near(queueing.erlang_c(*here), *here, look=look)
        with exam.part(2):
            await senseless_loads(exam, asked)


@task(3, "Right: few wait long, most not at all, and the mean counts them all.")
async def mean_wait(exam: Examination) -> None:
    """The mean wait for a connection."""
    own_work(exam)
    async with exam.calls() as calls:
        asked = Asked(calls, "mean_wait", "per_second", "seconds", "connections")
        with exam.part(2):
            look = "Mean of all requests, in seconds, until they have a connection."
            for connections, queue in ((2, 7.674), (4, 0.105)):  # Octave's qsmmm, rounded
                expected = queueing.mean_wait(9, 0.2, connections)
                assert abs(9 * expected - queue) < 0.0006
                await asked.near(expected, 9, 0.2, connections, look=look)
            for connections in exam.draw.sample(range(1, 13), 4):
                here = (*load(exam, connections), connections)
                await asked.near(queueing.mean_wait(*here), *here, look=look)
            await asked.near(0, 0, 0.3, 5, look="Nobody comes: nobody waits.")
            await asked.near(0, 12, 0, 5, look="Nobody stays: nobody waits.")
        if not exam.missed:
            with exam.part(1):
                await senseless_loads(exam, asked)


async def senseless_loads(exam: Examination, asked: Asked) -> None:
    """See that it refuses what no pool can serve, and what is no rate, time or pool."""
    connections = exam.draw.randint(2, 9)
    await asked.refuses(8 * connections, 0.25, connections, look=TOO_MUCH)
    await asked.refuses(4 * connections, 0.25, connections, look=TOO_MUCH)
    for wrong in no_amounts(exam):
        await asked.refuses(wrong, 0.02, 9, look=NO_AMOUNT)
        await asked.refuses(9, wrong, 9, look=NO_AMOUNT)
    await asked.refuses(-9, -0.1, 9, look=TWO_MINUS)
    for none in (0, -exam.draw.randint(1, 9), 2.5):
        await asked.refuses(0, 0.1, none, look=NO_COUNT)

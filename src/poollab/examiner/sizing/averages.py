"""What a load comes to on average: Little's law, Erlang's C formula, and the wait."""

from collections.abc import Callable

from poollab import queueing
from poollab.examiner.examination import Examination
from poollab.examiner.sizing import senseless
from poollab.examiner.sizing.asked import Asked, asking, reached
from poollab.examiner.tasks import task

LOADS = (((5, 50), (0.01, 0.2)), ((0.001, 0.01), (2_000, 90_000)), ((2e4, 2e6), (1e-4, 1e-3)),
         ((100, 900), (100, 900)), ((0.01, 0.09), (0.001, 0.09)))  # fmt: skip
"""Rates and times between which loads are drawn: usual, rare, quick, large and small."""
POOLS = ((1, 1), (2, 4), (5, 12), (13, 60)), ((20, 300), (0.02, 0.5), (0.001, 0.01), (0.02, 0.5))
"""Connections, and the times for which they are held."""
LARGE = ((150, 200), (399, 400))
NOT_REACHED = "What is senseless was not asked."
Formula = Callable[[float, float, int], float]
Load = tuple[float, float, int]


def drawn(exam: Examination, least: float, most: float) -> float:
    """Draw a number of four digits."""
    return float(f"{exam.draw.uniform(least, most):.4g}")


def load(
    exam: Examination,
    connections: int,
    share: tuple[float, float] = (0.2, 0.95),
    held: tuple[float, float] = (0.02, 0.5),
) -> Load:
    """Draw a rate and a time, such that these connections are busy for a share of it."""
    seconds = drawn(exam, *held)
    rate = exam.draw.uniform(*share) * connections / seconds
    return float(f"{rate:.4g}"), seconds, connections


@task(2, "Right: how many come, times how long each stays. Whatever the pattern.")
async def little(exam: Examination) -> None:
    """Little's law."""
    async with asking(exam, "little", "per_second", "seconds") as asked:
        with exam.part(1):
            with exam.check("the number in use"):
                await numbers_in_use(asked)
            with exam.check("0 is sensible"):
                await asked.near(0, 0, 0.3, look="Nobody comes: 0 is a sensible rate.")
                await asked.near(0, 12, 0, look="Nobody stays: 0 is a sensible time.")
                await asked.near(0, 0, 0, look="Nobody comes, nobody stays.")
        if reached(exam, NOT_REACHED):
            with exam.part(1):
                await senseless.amounts(asked)


async def numbers_in_use(asked: Asked) -> None:
    """Ask for loads of all kinds; of the first one again, and with one value of it."""
    exam = asked.exam
    loads = [(drawn(exam, *rate), drawn(exam, *time)) for rate, time in LOADS]
    (rate, time), (_, other) = loads[:2]
    whole = exam.draw.randint(2, 40), exam.draw.randint(2, 9)
    for here in (*loads, whole, (rate, other), (rate + 1, time), (rate, time)):
        look = "How many have come, since the one who leaves now came in?"
        await asked.near(queueing.littles_law(*here), *here, look=look)


@task(5, "Right, also for pools so large that factorials would not fit.")
async def waiting(exam: Examination) -> None:
    """Erlang's C formula."""
    async with asking(exam, "waiting", "per_second", "seconds", "connections") as asked:
        with exam.part(2):
            with exam.check("the share that waits"):
                look = "These values are published. Go through the text's example by hand."
                await asked.near(4 / 9, 4, 0.5, 3, look=look)
                await asked.near(1 / 3, 2, 0.5, 2, look=look)
                look = "Print B after each step: the last k is the number of connections."
                await pools(asked, queueing.erlang_c, look)
            await nobody(asked)
        if not reached(exam, "Large pools, and what is senseless, were not asked."):
            return
        with exam.part(1):
            await large_pools(asked, queueing.erlang_c)
        with exam.part(2):
            await senseless.loads(asked)


@task(3, "Right: few wait long, most not at all, and the mean counts them all.")
async def mean_wait(exam: Examination) -> None:
    """The mean wait for a connection."""
    async with asking(exam, "mean_wait", "per_second", "seconds", "connections") as asked:
        with exam.part(2):
            with exam.check("the mean wait"):
                look = "Mean of all requests, in seconds, until they have a connection."
                for connections, queue in ((2, 7.674), (4, 0.105)):  # Octave's qsmmm, rounded
                    expected = queueing.mean_wait(9, 0.2, connections)
                    assert abs(9 * expected - queue) < 0.0006
                    await asked.near(expected, 9, 0.2, connections, look=look)
                await pools(asked, queueing.mean_wait, look)
            await nobody(asked)
        if reached(exam, "Large pools, and what is senseless, were not asked."):
            with exam.part(1):
                await large_pools(asked, queueing.mean_wait)
                await senseless.loads(asked)


async def pools(asked: Asked, formula: Formula, look: str) -> None:
    """Ask for pools of all sizes, idle and nearly full; of some values also with others.

    An answer may not remember more than it was asked.
    """
    exam = asked.exam
    for connections, held in zip(*POOLS, strict=True):
        number = exam.draw.randint(*connections)
        rate, seconds, _ = here = load(exam, number, held=held)
        others = (
            (rate, seconds, number + 1),
            (rate / 2, seconds, number),
            (2 * rate, seconds / 2, number),
        )
        quiet, full = (load(exam, number, at, held) for at in ((0.15, 0.25), (0.985, 0.995)))
        for one in (here, *others, quiet, full, here):
            await asked.near(formula(*one), *one, look=look)


async def nobody(asked: Asked) -> None:
    """See that nobody who comes, or stays, is somebody who waits. Raises Missed."""
    with asked.exam.check("0 is sensible"):
        for connections in (1, 5):
            await asked.near(0, 0, 0.3, connections, look="Nobody comes: nobody waits.")
            await asked.near(0, 12, 0, connections, look="Nobody stays: nobody waits.")


async def large_pools(asked: Asked, formula: Formula) -> None:
    """See that it can reckon with as many connections as the text says. Raises Missed."""
    look = (
        "Pools have up to 400 connections here: too many for powers and factorials, not for steps."
    )
    with asked.exam.check("pools of up to 400"):
        for connections in LARGE:
            here = load(asked.exam, asked.exam.draw.randint(*connections), (0.85, 0.95))
            await asked.near(formula(*here), *here, look=look)

"""What can be counted: the deadlock bound, and the budget of a deployment."""

from collections.abc import Iterator

from poollab import queueing
from poollab.examiner.examination import Examination
from poollab.examiner.sizing import senseless
from poollab.examiner.sizing.asked import Asked, asking, reached
from poollab.examiner.tasks import task

NOT_REACHED = "What is senseless was not asked."


@task(3, "Right: one connection more than all can hold while each lacks its last.")
async def deadlock(exam: Examination) -> None:
    """The deadlock bound."""
    async with asking(exam, "deadlock", "tasks", "each") as asked:
        with exam.part(2), exam.check("the smallest pool"):
            await smallest(asked)
        if reached(exam, NOT_REACHED):
            with exam.part(1):
                await senseless.counts(asked, (4, 3), (0, 1))


async def smallest(asked: Asked) -> None:
    """Ask for few and many tasks that need few and many connections each. Raises Missed."""
    draw = asked.exam.draw
    look = "All hold all but their last: how many are out? And what does it take then?"
    await asked.exactly(4, 3, 2, look="Lesson 07 found it by experiment.")
    few, many = draw.randint(3, 7), draw.randint(20, 60)
    for here in ((many, few), (few, many), (many, many), (2, few), (draw.randint(3000, 4000), 30)):
        await asked.exactly(queueing.deadlock_bound(*here), *here, look=look)
    for tasks in (1, few, many):
        await asked.exactly(1, tasks, 1, look="Who needs only one holds nothing while waiting.")
        await asked.exactly(tasks, 1, tasks, look="Alone, he needs what he needs.")


def deployments(exam: Examination, versions: int) -> Iterator[tuple[list[int], int]]:
    """Draw deployments, and what each of their pools may open.

    In turn nothing is left over, and nearly enough for one connection more in each; at the end
    there are a single worker, a large server, and one with just enough for one connection each.
    """
    draw = exam.draw
    several, many = (3, 7), (20, 40)
    for replicas, workers, each, left_over in (
        (several, (2, 5), (3, 12), 0), (several, (2, 5), (3, 12), 1), (several, (2, 5), (3, 12), 0),
        (several, (6, 9), (2, 3), 1), ((1, 1), (1, 1), (30, 90), 1), ((1, 1), many, (2, 9), 1),
        (many, (1, 1), (20, 40), 1), (several, several, (1, 1), 0), (several, several, (1, 1), 1),
    ):  # fmt: skip
        here = draw.randint(*replicas), draw.randint(*workers)
        pools, most = versions * here[0] * here[1], draw.randint(*each)
        reserved = draw.randint(3, 20)
        yield [reserved + pools * most + left_over * (pools - 1), reserved, *here], most


@task(4, "Right: it holds in the worst moment of a deploy, to the last connection.")
async def budget(exam: Examination) -> None:
    """The connection budget."""
    names = "max_connections", "reserved", "replicas", "workers", "rolling"
    async with asking(exam, "budget", *names) as asked:
        with exam.part(1):
            with exam.check("what each pool may open"):
                await shares(asked, False, "Count the pools, and what is left for them all.")
            with exam.check("reserved may be 0"):
                await asked.exactly(2, 29, 0, 4, 3, False, look="Reserved may be 0.")
        if reached(exam, f"A deploy was not asked. {NOT_REACHED}"):
            with exam.part(2), exam.check("what each pool may open during a deploy"):
                look = "How many pools are open in the worst moment of the deploy?"
                await shares(asked, True, look)
        if not exam.missed:
            with exam.part(1):
                await refused(asked)
        elif exam.points:
            reached(exam, NOT_REACHED)


async def shares(asked: Asked, rolling: bool, look: str) -> None:
    """Ask what each pool may open, in deployments of all kinds. Raises Missed."""
    for place, (here, each) in enumerate(deployments(asked.exam, 1 + rolling)):
        assert each == queueing.budget(*here, rolling=rolling)
        more = " And half a connection serves nobody." if place else ""
        await asked.exactly(each, *here, rolling, look=look + more)


async def refused(asked: Asked) -> None:
    """See that it refuses what is no deployment, and one that has no room."""
    draw = asked.exam.draw
    with asked.exam.check("a deployment without room is refused"):
        look = "Not one connection for each pool: no size is right, 0 least of all."
        for rolling in (True, False):
            replicas, workers = draw.randint(2, 5), draw.randint(2, 5)
            pools = (1 + rolling) * replicas * workers
            for there in (pools + 9, 10 + pools // 2, 10, 1):
                await asked.refuses(there, 10, replicas, workers, rolling, look=look)
            await asked.refuses(10, 10 + 3 * pools, replicas, workers, rolling, look=look)
    with asked.exam.check("no less than 0, and no half, is reserved"):
        for wrong in (-1, -draw.randint(2, 90), 2.5, 0.5, draw.randint(3, 9) + 0.25):
            look = "Reserved is a whole number as well; it may be 0, not less."
            await asked.refuses(300, wrong, 2, 2, draw.choice((True, False)), look=look)
    await senseless.counts(asked, (300, 4, 2, 4, draw.choice((True, False))), (0, 2, 3))

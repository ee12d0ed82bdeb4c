"""What can be counted: the deadlock bound, and the budget of a deployment."""

from collections.abc import Iterator

from poollab import queueing
from poollab.examiner.examination import Examination
from poollab.examiner.sizing.asked import Asked, own_work
from poollab.examiner.tasks import task

NO_COUNT = "Here a number is senseless if it is below 1, or not whole."


@task(3, "Right: one connection more than all can hold while each lacks its last.")
async def deadlock(exam: Examination) -> None:
    """The deadlock bound."""
    own_work(exam)
    async with exam.calls() as calls:
        asked = Asked(calls, "deadlock", "tasks", "each")
        with exam.part(2):
            look = "All hold all but their last: how many are out? And what does it take then?"
            await asked.exactly(4, 3, 2, look="Lesson 07 found it by experiment.")
            for _ in range(4):
                here = exam.draw.randint(4, 60), exam.draw.randint(3, 7)
                await asked.exactly(queueing.deadlock_bound(*here), *here, look=look)
            tasks = exam.draw.randint(2, 60)
            await asked.exactly(1, tasks, 1, look="Who needs only one holds nothing while waiting.")
            await asked.exactly(tasks, 1, tasks, look="Alone, he needs what he needs.")
        if not exam.missed:
            with exam.part(1):
                for wrong in (0, -exam.draw.randint(1, 9), 2.5):
                    await asked.refuses(wrong, 3, look=NO_COUNT)
                    await asked.refuses(3, wrong, look=NO_COUNT)


def deployments(exam: Examination, versions: int) -> Iterator[tuple[list[int], int]]:
    """Draw deployments, and what each of their pools may open.

    In turn nothing is left over, and nearly enough for one connection more in each.
    """
    for exact in (True, False) * 2:
        replicas, workers = exam.draw.randint(3, 7), exam.draw.randint(2, 5)
        pools, each = versions * replicas * workers, exam.draw.randint(3, 12)
        reserved, left_over = exam.draw.randint(3, 20), 0 if exact else pools - 1
        yield [reserved + pools * each + left_over, reserved, replicas, workers], each


@task(4, "Right: it holds in the worst moment of a deploy, to the last connection.")
async def budget(exam: Examination) -> None:
    """The connection budget."""
    own_work(exam)
    async with exam.calls() as calls:
        names = "max_connections", "reserved", "replicas", "workers", "rolling"
        asked = Asked(calls, "budget", *names)
        for rolling, points, look in (
            (False, 1, "Count the pools, and what is left for them all."),
            (True, 2, "How many pools are open in the worst moment of the deploy?"),
        ):
            if not exam.missed:
                with exam.part(points):
                    for place, (here, each) in enumerate(deployments(exam, 1 + rolling)):
                        assert each == queueing.budget(*here, rolling=rolling)
                        more = " And half a connection serves nobody." if place else ""
                        await asked.exactly(each, *here, rolling, look=look + more)
                    none = f"Reserved may be 0. {look}"
                    await asked.exactly(1, 12 * (1 + rolling), 0, 4, 3, rolling, look=none)
        if not exam.missed:
            with exam.part(1):
                await refused(asked, exam)


async def refused(asked: Asked, exam: Examination) -> None:
    """See that it refuses what is no deployment, and one that has no room."""
    look = "Not one connection for each pool: no size is right, 0 least of all."
    replicas, workers = exam.draw.randint(2, 5), exam.draw.randint(2, 5)
    pools = 2 * replicas * workers
    await asked.refuses(pools + 9, 10, replicas, workers, True, look=look)
    await asked.refuses(10, 10, replicas, workers, False, look=look)
    await asked.refuses(10, 10 + 3 * pools, replicas, workers, False, look=look)
    for wrong in (0, -exam.draw.randint(1, 9), 2.5):
        for place in (0, 2, 3):
            values: list[float] = [300, 3, 2, 2, False]
            values[place] = wrong
            await asked.refuses(*values, look=NO_COUNT)
    for wrong in (-exam.draw.randint(1, 9), 2.5):
        look = "Reserved is a whole number as well; it may be 0, not less."
        await asked.refuses(300, wrong, 2, 2, False, look=look)
    both = -exam.draw.randint(1, 3)
    await asked.refuses(
        300, 3, both, both, False, look="Two minus signs make a plus, but no sense."
    )

"""How tasks 1 and 3 of lesson 04 are checked: a pool's settings, and the size for a deploy."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.ext.asyncio import create_async_engine

from poollab import watch
from poollab.lessons.lesson_04.deploys import rolling_deploy
from poollab.lessons.verdicts import NOT_TRIED, NOT_YET, RIGHT, task
from poollab.libraries import Rush, opened, rush
from poollab.postgres import Postgres


@task("04/bakery")
async def check_bakery(settings: dict[str, Any], url: str) -> str:
    """Return the verdict on an engine's settings, after a rush of eight customers."""
    if not settings:
        return f"{NOT_TRIED}put your settings in the cell above, and run both."
    try:
        async with opened(create_async_engine(url, **settings)) as engine:
            with watch.pool(engine) as seen:
                evening = await rush(engine, seen, guests=8, told_within=4)
    except Exception as error:
        return f"{NOT_YET}nobody is served with these: {type(error).__name__}: {error}"
    return _bakery(evening, settings.get("pool_timeout", 30))


def _bakery(evening: Rush, timeout: float) -> str:
    kinds = {type(error).__name__ for error in evening.turned_away}
    told = (
        f"{evening.busy.in_use} served at once, {evening.busy.waiting} still waiting, "
        f"{len(evening.turned_away)} turned away, {evening.quiet.size} stay open.\n"
    )
    if evening.busy.in_use != 4:
        return f"{told}{NOT_YET}four should be served at once. Size and overflow decide that."
    if evening.quiet.size != 2:
        return f"{told}{NOT_YET}two should stay open when it is quiet. Which setting is kept?"
    if evening.busy.waiting or kinds != {"TimeoutError"}:
        return f"{told}{NOT_YET}four seconds later, nobody should still stand and wait."
    if not 0.2 <= timeout <= 1:
        return f"{told}{NOT_YET}half a second is what they wait, not {timeout} s."
    return f"{told}{RIGHT}two stay, two more come for a rush, and nobody waits for ever."


@task("04/budget")
async def check_budget(
    largest: object, room: int, create_app: Callable[[], Any], db: Postgres
) -> str:
    """Return the verdict on a size: three replicas of two workers are deployed with it."""

    async def refused(size: int) -> int:
        return (await rolling_deploy(create_app, db, size, replicas=3)).workers_refused()

    if largest is None:
        return f"{NOT_TRIED}put your number in the cell above, and run both."
    if type(largest) is not int or largest < 1:
        return f"{NOT_YET}{largest!r} is no size of a pool. A whole number, please, from 1."
    if largest > room:
        return f"{NOT_YET}a single worker would take more than there is room for, {room}."
    if turned_away := await refused(largest):
        return f"{NOT_YET}with {largest} each, {turned_away} of 12 workers did not get all theirs."
    if not await refused(largest + 1):
        return f"{NOT_YET}{largest} each fits, but so does {largest + 1}."
    return f"{RIGHT}{largest} each survives the deploy, {largest + 1} does not."

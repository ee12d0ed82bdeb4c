"""The kitchen: queries wait until they are served, and it knows who waits."""

import asyncio

import asyncpg  # type: ignore[import-untyped]
import pytest
from conftest import needs_pgbouncer

from poollab import kitchen, pgbouncer
from poollab.errors import PoolLabError
from poollab.kitchen import Kitchen, until
from poollab.postgres.instance import Postgres

MEAL = "SELECT pg_advisory_xact_lock_shared($1::int)"


def test_a_query_waits_until_its_table_is_served(db: Postgres) -> None:
    async def evening() -> None:
        guests = [await asyncpg.connect(db.dsn) for _ in range(2)]
        async with Kitchen(db.dsn, tables=2) as kitchen:
            meals = [
                asyncio.create_task(guest.fetchval(MEAL, table))
                for table, guest in enumerate(guests, start=1)
            ]
            pids = [guest.get_server_pid() for guest in guests]
            assert await kitchen.guests(2) == [(1, pids[0]), (2, pids[1])]
            assert (await kitchen.states())[pids[0]] == "active"
            await kitchen.serve(2)
            await meals[1]
            assert await kitchen.guests(1) == [(1, pids[0])]
            assert not meals[0].done()
        await meals[0]  # the end of the block has served it
        for guest in guests:
            await guest.close()

    asyncio.run(evening())


def test_what_never_comes_is_not_waited_for_for_ever(db: Postgres) -> None:
    async def evening() -> None:
        async with Kitchen(db.dsn) as kitchen:
            with pytest.raises(PoolLabError, match="only 0 did"):
                await kitchen.guests(1, within=0.05)
        with pytest.raises(PoolLabError, match="never came true"):
            await until(lambda: False, within=0.05)

    asyncio.run(evening())


def test_what_is_waited_for_may_be_awaited() -> None:
    looks = iter([[], [], ["a guest"]])

    async def look() -> list[str]:
        return next(looks)

    assert asyncio.run(until(look)) == ["a guest"]


def test_a_meal_that_somebody_still_holds(db: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kitchen, "PATIENCE", "50ms")

    async def evening() -> None:
        guest = await asyncpg.connect(db.dsn)
        async with guest.transaction():
            await guest.fetchval(MEAL, 1)
            with pytest.raises(PoolLabError, match="somebody still holds a meal"):
                async with Kitchen(db.dsn):
                    pass
        async with Kitchen(db.dsn):
            pass
        await guest.close()

    asyncio.run(evening())


@pytest.mark.parametrize("mode", ["transaction", "session"])
def test_through_a_pooler_only_the_guests_come(db: Postgres, mode: str) -> None:
    async def evening(dsn: str) -> None:
        with pytest.raises(PoolLabError, match=r"leads to a pooler: give it db\.dsn"):
            async with Kitchen(dsn):
                pass
        guest = await asyncpg.connect(dsn)
        async with Kitchen(db.dsn) as kitchen:
            meal = asyncio.create_task(guest.fetchval(MEAL, 1))
            await kitchen.guests(1)
            assert not meal.done()
        await meal
        await guest.close()

    needs_pgbouncer("binary")
    bouncer = pgbouncer.start(db, name="kitchen", pool_mode=mode)
    assert bouncer
    with bouncer:
        asyncio.run(evening(bouncer.dsn))

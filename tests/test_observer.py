"""The observer: what the app has open, without itself and the kitchen."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine

import asyncpg  # type: ignore[import-untyped]

from poollab import watch
from poollab.kitchen import Kitchen, until
from poollab.observer import OURS, Observer
from poollab.postgres.instance import Postgres

MEAL = "SELECT pg_advisory_xact_lock_shared(1)"


def watched(db: Postgres, evening: Callable[[Observer], Coroutine[None, None, None]]) -> None:
    """Let an evening pass, with an observer that is closed afterwards."""
    with contextlib.closing(Observer(db.dsn)) as observer:
        asyncio.run(evening(observer))


def test_it_counts_the_app_and_neither_itself_nor_the_kitchen(db: Postgres) -> None:
    async def evening(observer: Observer) -> None:
        await until(observer.nobody)
        async with Kitchen(db.dsn):
            assert observer.nobody()
            guests = [await asyncpg.connect(db.dsn) for _ in range(2)]
            assert observer.backends() == 2
            with observer.counting() as counts:
                meal = asyncio.create_task(guests[0].execute(MEAL))
                await until(lambda: observer.waiting() == 1)
                await until(lambda: counts)
        await meal
        assert {count for _, count in counts} == {2}
        observer.end_backends()
        await until(observer.nobody)
        for guest in guests:
            guest.terminate()

    watched(db, evening)


def test_a_recording_is_none_of_the_app(db: Postgres) -> None:
    async def evening(observer: Observer) -> None:
        await until(observer.nobody)
        pool = await asyncpg.create_pool(db.dsn, min_size=2, max_size=2)
        with watch.pool(pool, dsn=db.dsn) as seen:
            assert observer.backends() == 2
            observer.end_backends()
            await until(observer.nobody)
            seen.sample()
        assert not [words for _, words in seen.notes if "stopped answering" in words]
        pool.terminate()

    watched(db, evening)


def test_nor_is_a_query_of_the_course(db: Postgres) -> None:
    [(name,)] = db.query("SHOW application_name")
    assert name.startswith(OURS)


def test_room_is_what_ordinary_roles_have_left(db: Postgres) -> None:
    observer = Observer(db.dsn)
    [(most,)] = db.query("SHOW max_connections")
    [(reserved,)] = db.query("SHOW superuser_reserved_connections")
    assert observer.room == int(most) - int(reserved) - 2
    observer.close()


def test_a_limit_of_the_role_counts_too(db: Postgres) -> None:
    observer = Observer(db.role("narrow", connection_limit=7))
    assert observer.room == 5
    observer.close()

"""What an answer can do in SQL: its role owns nothing that somebody mightier reads."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import psycopg
import pytest
from conftest import started
from psycopg.errors import InsufficientPrivilege

from poollab.examiner.async_pools.payments import PAYMENTS
from poollab.examiner.database import Database, looked_at
from poollab.examiner.examination import Examination
from poollab.examiner.examine import database
from poollab.examiner.leaks.portions import PORTIONS
from poollab.postgres.instance import Postgres

NAMES = ("lab_one", "lab_two")


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A server to examine on."""
    yield from started("embedded", connections=60, name="walls")


@asynccontextmanager
async def two_answers(
    server: Postgres,
) -> AsyncIterator[tuple[psycopg.AsyncConnection, Database, str]]:
    """Yield an answer's connection, the examiner's eyes on it, and a DSN for another's database."""
    async with (
        database(server.superuser_dsn, NAMES[0]) as (mine, own),
        database(server.superuser_dsn, NAMES[1]),
        looked_at(own, NAMES[0], Examination.menu()) as eyes,
        await psycopg.AsyncConnection.connect(mine, autocommit=True) as connection,
    ):
        await eyes.query(PAYMENTS + PORTIONS)
        yield connection, eyes, mine.rpartition("/")[0] + f"/{NAMES[1]}"


ATTACKS = [
    "DROP TABLE portions",
    "DROP VIEW orders",
    "ALTER TABLE payments RENAME TO others",
    "CREATE VIEW public.view AS SELECT 1",
    "CREATE TABLE public.mine ()",
    "CREATE TEMP TABLE portions (number int, available int)",
    "CREATE SCHEMA mine",
    "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE FUNCTION pg_temp.mine() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "CREATE TRIGGER mine AFTER INSERT ON payments EXECUTE FUNCTION examiner.taken()",
    "CREATE OR REPLACE FUNCTION examiner.turnstile() RETURNS void LANGUAGE sql AS ''",
    "SELECT * FROM examiner.orders",
    "UPDATE examiner.orders SET price = 1",
    "SELECT setval('examiner.limited', 1)",
    "TRUNCATE payments",
    f"ALTER DATABASE {NAMES[0]} SET search_path = mine",
    f"ALTER ROLE {NAMES[0]} SUPERUSER",
    f"ALTER ROLE {NAMES[0]} CONNECTION LIMIT -1",
    "SET ROLE postgres",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SELECT pg_read_file('PG_VERSION')",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'",
]


@pytest.mark.parametrize("sql", ATTACKS)
def test_an_answer_s_role_may_not(sql: str, server: Postgres) -> None:
    async def attack() -> None:
        async with two_answers(server) as (connection, eyes, _):
            with pytest.raises(InsufficientPrivilege):
                await connection.execute(sql.encode())
            assert await eyes.query("SELECT count(*) FROM portions") == [(40,)]

    asyncio.run(attack())


def test_the_database_of_another_answer_is_shut(server: Postgres) -> None:
    async def attack() -> None:
        async with two_answers(server) as (_, _, theirs):
            with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
                await psycopg.AsyncConnection.connect(theirs)

    asyncio.run(attack())


MASKED = """
    CREATE FUNCTION pg_temp.rises(value boolean) RETURNS boolean LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM setval('examiner.limited', 77);  -- outlives a transaction that is rolled back
        RETURN true;
    END $$;
    CREATE DOMAIN pg_temp.bool AS boolean CHECK (pg_temp.rises(value));
"""


def test_what_the_turnstile_calls_is_not_masked(server: Postgres) -> None:
    """Even where a role may make temporary things: what runs as a superuser looks elsewhere."""

    async def attack() -> None:
        async with two_answers(server) as (connection, eyes, _):
            await eyes.query(f"GRANT TEMP ON DATABASE {NAMES[0]} TO {NAMES[0]}")
            await connection.execute(MASKED.encode())
            await connection.execute("SET search_path = pg_temp, pg_catalog, public")
            await connection.execute("SELECT * FROM public.orders")
            assert await eyes.limited() == 0

    asyncio.run(attack())

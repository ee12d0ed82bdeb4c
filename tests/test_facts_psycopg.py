"""What the lessons say of psycopg and its pool."""

import asyncio

import psycopg
import pytest

from poollab.postgres.instance import Postgres


@pytest.mark.anyio
@pytest.mark.says("05/share-why")
async def test_a_second_query_waits_for_the_first(each_server: Postgres) -> None:
    """Two queries at once on a connection of psycopg: the second waits, and both are answered."""
    async with await psycopg.AsyncConnection.connect(each_server.dsn) as one:

        async def ask(number: int) -> object:
            return await (await one.execute(f"SELECT {number:d}")).fetchone()

        async with asyncio.timeout(10):
            assert [*await asyncio.gather(ask(1), ask(2))] == [(1,), (2,)]

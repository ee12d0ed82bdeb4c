"""What the lessons say of asyncpg."""

import gc

import asyncpg  # type: ignore[import-untyped]
import pytest

from poollab.postgres.instance import Postgres

pytestmark = pytest.mark.anyio


@pytest.mark.says("03/myth-three-why")
async def test_a_forgotten_connection_stays_out(each_server: Postgres) -> None:
    """asyncpg does not bring a lost connection back, not even after garbage collection."""
    pool = await asyncpg.create_pool(each_server.dsn, min_size=1, max_size=1)
    try:
        await pool.acquire()
        gc.collect()
        assert (pool.get_size(), pool.get_idle_size()) == (1, 0)
    finally:
        pool.terminate()

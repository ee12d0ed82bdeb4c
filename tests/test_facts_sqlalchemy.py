"""What the lessons say of SQLAlchemy."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from poollab.postgres.instance import Postgres

pytestmark = pytest.mark.anyio


def url(dsn: str) -> str:
    """Return a DSN as SQLAlchemy wants it for asyncpg."""
    return dsn.replace("postgresql://", "postgresql+asyncpg://")


@pytest.mark.says("02/full-house-why")
async def test_a_refusal_has_its_code_in_orig(each_server: Postgres) -> None:
    """Through SQLAlchemy the code of a refusal is error.orig.sqlstate."""
    engine = create_async_engine(url(each_server.role("refused_orm", connection_limit=0)))
    with pytest.raises(DBAPIError) as error:
        await engine.connect()
    assert getattr(error.value.orig, "sqlstate", None) == "53300"
    await engine.dispose()


@pytest.mark.says("03/myth-three-why")
async def test_a_forgotten_connection_is_idle_in_transaction(each_server: Postgres) -> None:
    """To the server a connection forgotten with SQLAlchemy is idle in transaction."""
    engine = create_async_engine(url(each_server.dsn), pool_size=1)
    try:
        connection = await engine.connect()
        pid = await connection.scalar(text("SELECT pg_backend_pid()"))
        state = each_server.query("SELECT state FROM pg_stat_activity WHERE pid = %s", pid)
        assert state == [("idle in transaction",)]
        await connection.close()
    finally:
        await engine.dispose()

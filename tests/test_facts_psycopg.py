"""What the lessons say of psycopg and its pool."""

import psycopg
import pytest
from psycopg_pool import ConnectionPool

from poollab.postgres.instance import Postgres


@pytest.mark.says("02/full-house-why", "01/full-why")
def test_a_refusal_has_no_code(each_server: Postgres) -> None:
    """psycopg has no SQLSTATE when no connection was opened."""
    with pytest.raises(psycopg.OperationalError) as error:
        psycopg.connect(each_server.role("refused_psycopg", connection_limit=0))
    assert error.value.sqlstate is None
    assert "too many connections" in str(error.value)


@pytest.mark.says("03/myth-three-why")
def test_a_connection_not_given_back_is_idle_in_transaction(each_server: Postgres) -> None:
    """To the server a connection forgotten with psycopg's pool is idle in transaction."""
    with ConnectionPool(each_server.dsn, min_size=1, max_size=1, timeout=10) as pool:
        connection = pool.getconn()
        connection.execute("SELECT 1")
        pid = connection.info.backend_pid
        state = each_server.query("SELECT state FROM pg_stat_activity WHERE pid = %s", pid)
        assert state == [("idle in transaction",)]
        pool.putconn(connection)

"""What the lessons say of PostgreSQL."""

import psycopg
import pytest

from poollab.postgres.instance import Postgres


@pytest.mark.says("05/share-why")
def test_a_transaction_sees_only_what_is_committed(each_server: Postgres) -> None:
    """A transaction sees nothing that the others have not committed."""
    with psycopg.connect(each_server.dsn) as one, psycopg.connect(each_server.dsn) as other:
        one.execute("SELECT lo_create(4711)")  # a row in a table that every database has
        count = "SELECT count(*) FROM pg_largeobject_metadata WHERE oid = 4711"
        assert one.execute(count).fetchone() == (1,)
        assert other.execute(count).fetchone() == (0,)
        one.rollback()

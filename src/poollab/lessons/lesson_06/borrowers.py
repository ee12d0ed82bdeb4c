"""What a borrower can leave behind on a connection."""

from urllib.parse import urlsplit

from poollab.postgres.instance import Postgres

_LOCKS = "SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
_MINE = "SELECT FROM pg_prepared_statements WHERE name = 'mine'"
_THINGS = {
    "SET": ("SET statement_timeout = '7s'", "current_setting('statement_timeout') = '7s'"),
    "SET ROLE": ('SET ROLE "{chef}"', "current_user <> session_user"),
    "temporary table": ("CREATE TEMP TABLE basket ()", "to_regclass('pg_temp.basket') IS NOT NULL"),
    "advisory lock": ("SELECT pg_advisory_lock(6)", f"EXISTS ({_LOCKS})"),
    "PREPARE": ("PREPARE mine AS SELECT 1", f"EXISTS ({_MINE})"),
    "LISTEN": ("LISTEN orders", "EXISTS (SELECT FROM pg_listening_channels())"),
    "unfinished transaction": (
        "CREATE TABLE unfinished ()",
        "to_regclass('unfinished') IS NOT NULL",
    ),
}


def things(db: Postgres) -> dict[str, tuple[str, str]]:
    """Return by its name how each thing is left behind, and how the next borrower can tell.

    Both are SQL: a statement, and a condition that holds while the thing is there. Makes a role,
    *chef*, which the lessons' role may take. Raises psycopg.Error.
    """
    chef, me = (urlsplit(dsn).username for dsn in (db.role("chef"), db.dsn))
    db.query(f'GRANT "{chef}" TO "{me}"')
    return {
        thing: (leave.replace("{chef}", chef or ""), look)
        for thing, (leave, look) in _THINGS.items()
    }

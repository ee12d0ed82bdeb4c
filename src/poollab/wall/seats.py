"""What the wall knows, in PostgreSQL: the seats, how far each is, who asks for help."""

import json
from typing import Any
from uuid import UUID

from poollab.plain import plain

TABLES = """
    CREATE TABLE IF NOT EXISTS seats (
        seat bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text UNIQUE NOT NULL,
        asks_since timestamptz
    );
    CREATE TABLE IF NOT EXISTS tried (
        seat bigint REFERENCES seats,
        task text,
        times int NOT NULL DEFAULT 1,
        passed bool NOT NULL,
        last timestamptz NOT NULL DEFAULT now(),
        last_report uuid NOT NULL,
        PRIMARY KEY (seat, task)
    );
"""
REPORT = """
    WITH one AS (
        INSERT INTO seats (name) VALUES ($1)
        ON CONFLICT (name) DO UPDATE  -- who has passed needs no help any more
            SET asks_since = CASE WHEN NOT $3 THEN seats.asks_since END
        RETURNING seat
    )
    INSERT INTO tried (seat, task, passed, last_report) SELECT seat, $2, $3::bool, $4 FROM one
    ON CONFLICT (seat, task) DO UPDATE
        SET times = tried.times + 1, passed = tried.passed OR excluded.passed, last = now(),
            last_report = excluded.last_report
        WHERE tried.last_report <> excluded.last_report  -- it is sent again if no answer came
"""
HELP = """
    INSERT INTO seats (name, asks_since) VALUES ($1, CASE WHEN $2::bool THEN now() END)
    ON CONFLICT (name) DO UPDATE
        SET asks_since = CASE WHEN $2 THEN coalesce(seats.asks_since, now()) END
"""
NUMBER = """
    SELECT count(*) FROM seats WHERE seat <= (SELECT seat FROM seats WHERE name = $1)
"""
ROOM = """
    SELECT row_number() OVER (ORDER BY seat) AS number, name,
           extract(epoch FROM asks_since)::float8 AS asks_since,
           (SELECT task FROM tried WHERE tried.seat = seats.seat ORDER BY last DESC LIMIT 1) AS at,
           (SELECT coalesce(json_object_agg(task, json_build_array(times, passed)), '{}')
              FROM tried WHERE tried.seat = seats.seat) AS tasks
      FROM seats ORDER BY seat
"""


async def report(connection: Any, name: str, task: str, passed: bool, key: UUID) -> None:
    """Note a verdict: one try more, and a task that was passed once stays passed.

    A report that comes twice, with the same ``key``, is one try.
    """
    await connection.execute(REPORT, name, task, passed, key)


async def ask_for_help(connection: Any, name: str, wanted: bool) -> int:
    """Note that a seat asks for help, or no longer does; return its number on the wall."""
    await connection.execute(HELP, name, wanted)
    return int(await connection.fetchval(NUMBER, name))


async def room(connection: Any) -> list[dict[str, Any]]:
    """Return all seats, in the order in which they came, as the page takes them.

    A task is ``[times tried, whether passed]``; one that is not there has not been begun.
    """
    rows = [dict(row) for row in await connection.fetch(ROOM)]
    return [
        row | {"name": plain(row["name"], 60), "tasks": json.loads(row["tasks"])} for row in rows
    ]

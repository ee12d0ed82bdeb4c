"""The portions that orders take: their table, and who still holds a transaction or a lock."""

from poollab.examiner.examination import Examination
from poollab.examiner.verdict import Missed

PORTIONS = """
    CREATE TABLE portions (number int PRIMARY KEY, available int);
    GRANT SELECT, UPDATE ON portions TO public;
    INSERT INTO portions SELECT number, 10 + number % 7 FROM examiner.orders;
    CREATE FUNCTION examiner.taken() RETURNS trigger LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        PERFORM examiner.turnstile();
        RETURN NULL;
    END $$;
    CREATE TRIGGER taken BEFORE UPDATE ON portions
        FOR EACH STATEMENT EXECUTE FUNCTION examiner.taken();
"""
LOCKS = """
    SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
     WHERE a.datname = current_database() AND a.pid = ANY(%s) AND l.granted
       AND l.locktype IN ('relation', 'tuple', 'transactionid', 'advisory')
"""


async def available(exam: Examination, number: int) -> int:
    """Return how many portions everybody sees."""
    rows = await exam.db.query("SELECT available FROM portions WHERE number = %s", number)
    return int(rows[0][0])


async def outside(exam: Examination, when: str) -> None:
    """See that no connection of the answer is in a transaction, or has a lock. Raises Missed."""
    backends = await exam.db.backends()
    inside = [query for state, query in backends.values() if state.startswith("idle in trans")]
    [(locks,)] = await exam.db.query(LOCKS, list(backends))
    if inside or locks:
        last = f" The last query of one: {inside[0][:60]!r}." if inside else ""
        raise Missed(f"{when}, the server shows {len(inside)} of your connections 'idle in "
                     f"transaction', holding {locks} locks; expected none.{last}")  # fmt: skip

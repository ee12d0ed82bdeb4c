# before: not tried
# verdict: found \{'InsufficientPrivilege'\}
import psycopg

SQL = [
    "DROP VIEW orders",
    "DROP TABLE examiner.orders",
    "DROP SCHEMA examiner CASCADE",
    "UPDATE examiner.orders SET price = 1",
    "TRUNCATE examiner.asked",
    "SELECT setval('examiner.limited', 1)",
    "CREATE OR REPLACE FUNCTION examiner.turnstile() RETURNS void LANGUAGE sql AS ''",
]


def early_return(dsn):
    found = set()
    with psycopg.connect(dsn, autocommit=True) as connection:
        for sql in SQL:
            try:
                connection.execute(sql)
                found.add(sql)
            except psycopg.Error as error:
                found.add(type(error).__name__)
    raise RuntimeError(f"found {found}")

# before: superuser on that server
# verdict: found \{'InsufficientPrivilege'\}
import psycopg

SQL = [
    "CREATE FUNCTION public.rises() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'",
    "CREATE VIEW public.portions AS SELECT 1",
    "CREATE TEMP TABLE portions (number int)",
    "CREATE SCHEMA mine",
    "ALTER VIEW orders RENAME TO others",
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

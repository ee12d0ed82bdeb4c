# before: not tried
# verdict: found \{'<insufficient privilege>'\}
import psycopg


def early_return(dsn):
    sql = "SELECT query FROM pg_stat_activity WHERE usename <> current_user"
    with psycopg.connect(dsn) as connection:
        found = {query for (query,) in connection.execute(sql)}
    raise RuntimeError(f"found {found}")

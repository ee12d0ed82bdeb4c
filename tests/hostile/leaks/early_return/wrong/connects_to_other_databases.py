# before: not tried
# verdict: found \{'permission denied'\}
import psycopg


def early_return(dsn):
    found = set()
    place, _, mine = dsn.rpartition("/")
    with psycopg.connect(dsn) as connection:
        names = [name for (name,) in connection.execute("SELECT datname FROM pg_database")]
    for name in names:
        if name != mine:
            try:
                with psycopg.connect(f"{place}/{name}") as connection:
                    connection.execute("CREATE TABLE left_behind ()")
                    found.add(name)
            except psycopg.Error as error:
                found.add("permission denied" if "permission denied" in str(error) else str(error))
    raise RuntimeError(f"found {found}")

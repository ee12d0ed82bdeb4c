# before: not tried
# verdict: found \['permission denied', 'permission denied'\]
import psycopg


def early_return(dsn):
    found = []
    with psycopg.connect(dsn, autocommit=True) as connection:
        for how in ("pg_terminate_backend", "pg_cancel_backend"):
            try:
                connection.execute(
                    f"SELECT {how}(pid) FROM pg_stat_activity WHERE usename <> current_user"
                )
                found.append("ended")
            except psycopg.Error as error:
                found.append(str(error)[:17])
    raise RuntimeError(f"found {found}")

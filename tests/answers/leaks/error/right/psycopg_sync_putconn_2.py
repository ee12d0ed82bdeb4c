# verdict: ^Right:
# Psycopg's synchronous pool, getconn/putconn in try … finally (putconn rolls back what failed).
from psycopg_pool import ConnectionPool


def error(dsn):
    pool = ConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        pool.open(wait=True)
        yield
        pool.close(timeout=1)

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    def order(number: int):
        with pool.connection() as connection:
            row = connection.execute(
                "SELECT price FROM orders WHERE number = %s", (number,)
            ).fetchone()
        return {"price": row[0] if row else None}

    @app.get("/orders/{number}/share")
    def share(number: int, guests: int):
        connection = pool.getconn()
        try:
            cursor = connection.execute(
                "SELECT price / %s::int FROM orders WHERE number = %s", (guests, number)
            )
            (each,) = cursor.fetchone()
            connection.commit()
            return {"share": each + 2}
        finally:
            pool.putconn(connection)

    return app

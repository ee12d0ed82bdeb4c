# verdict: ^Right:
# Psycopg's synchronous pool with getconn and putconn in a def endpoint.
from psycopg_pool import ConnectionPool


def early_return(dsn):
    pool = ConnectionPool(
        dsn, min_size=3, max_size=3, open=False, kwargs={"autocommit": True}
    )

    @asynccontextmanager
    async def lifespan(app):
        pool.open(wait=True)
        yield
        pool.close(timeout=1)

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    def order(number: int):
        connection = pool.getconn()
        try:
            row = connection.execute(
                "SELECT price FROM orders WHERE number = %s", [number]
            ).fetchone()
            return {"price": row and row[0]}
        finally:
            pool.putconn(connection)

    return app

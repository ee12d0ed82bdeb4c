# verdict: ^Right:
# Psycopg_pool's sync pool, opened and closed in the lifespan, used from def endpoints.
from psycopg.rows import scalar_row
from psycopg_pool import ConnectionPool


def lifespan(dsn):
    pool = ConnectionPool(
        dsn,
        min_size=3,
        max_size=3,
        open=False,
        name="waiters",
        kwargs={"application_name": "bistro", "row_factory": scalar_row, "autocommit": True},
    )

    @asynccontextmanager
    async def opened(app):
        pool.open()
        try:
            yield
        finally:
            pool.close()

    app = FastAPI(title="Bistro", lifespan=opened)

    @app.get("/orders/{number}")
    def order(number: int):
        with pool.connection() as connection:
            return connection.execute(PRICE + "%(n)s", {"n": number}).fetchone()

    return app

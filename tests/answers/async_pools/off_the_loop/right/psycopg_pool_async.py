# verdict: ^Right:
# Psycopg_pool's AsyncConnectionPool, grows from one to three, long timeout.
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool


def off_the_loop(dsn):
    @asynccontextmanager
    async def opened(app):
        async with AsyncConnectionPool(
            dsn,
            min_size=1,
            max_size=3,
            timeout=120,
            open=False,
            kwargs={"row_factory": dict_row, "autocommit": True},
        ) as app.state.pool:
            yield

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.connection() as connection, connection.cursor() as cursor:
            await cursor.execute(PRICE + "%s", [number])
            return (await cursor.fetchone())["price"]

    @app.get("/health")
    async def health():
        return "well"

    return app

# verdict: ^Right:
# Psycopg's async pool with dict rows.
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool


def error(dsn):
    @asynccontextmanager
    async def lifespan(app):
        async with AsyncConnectionPool(
            dsn, min_size=3, max_size=3, open=False, kwargs={"row_factory": dict_row}
        ) as app.state.pool:
            await app.state.pool.wait()
            yield

    app = FastAPI(lifespan=lifespan)

    async def one(query, *values):
        async with app.state.pool.connection() as connection:
            return await (await connection.execute(query, values)).fetchone()

    @app.get("/orders/{number}")
    async def order(number: int):
        row = await one("SELECT price FROM orders WHERE number = %s", number)
        return {"price": row["price"] if row else None}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        row = await one(
            "SELECT price / %s::int AS each FROM orders WHERE number = %s", guests, number
        )
        return {"share": row["each"] + 2}

    return app

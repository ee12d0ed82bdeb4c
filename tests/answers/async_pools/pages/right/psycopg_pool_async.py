# verdict: ^Right:
# Psycopg_pool, a page per pool.connection(), yields bytes.
from psycopg_pool import AsyncConnectionPool


def pages(dsn):
    @asynccontextmanager
    async def opened(app):
        async with AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False) as app.state.pool:
            yield

    app = FastAPI(lifespan=opened)

    async def ask(sql, *values):
        async with app.state.pool.connection() as connection:
            cursor = await connection.execute(sql, values)
            return await cursor.fetchall()

    @app.get("/orders")
    async def orders():
        async def lines():
            last = 0
            while rows := await ask(
                "SELECT number, dish FROM orders WHERE number > %s ORDER BY number LIMIT 5", last
            ):
                for last, dish in rows:
                    yield f"{last} {dish}\n".encode()

        return StreamingResponse(lines(), media_type="text/plain; charset=utf-8")

    @app.get("/orders/{number}")
    async def order(number: int):
        return (await ask(PRICE + "%s", number))[0][0]

    return app

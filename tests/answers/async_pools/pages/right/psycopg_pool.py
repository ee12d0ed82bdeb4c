# verdict: Right
from psycopg_pool import AsyncConnectionPool


def pages(dsn):
    @asynccontextmanager
    async def opened(app):
        async with AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False) as app.state.pool:
            yield

    app = FastAPI(lifespan=opened)

    async def rows(sql, parameter):
        async with app.state.pool.connection() as connection:
            return await (await connection.execute(sql, [parameter])).fetchall()

    async def lines():
        last = 0
        sql = "SELECT number, dish FROM orders WHERE number > %s ORDER BY number LIMIT 4"
        while page := await rows(sql, last):
            for last, dish in page:
                yield f"{last} {dish}\n"

    @app.get("/orders")
    async def orders():
        return StreamingResponse(lines())

    @app.get("/orders/{number}")
    async def order(number: int):
        return (await rows(PRICE + "%s", number))[0][0]

    return app

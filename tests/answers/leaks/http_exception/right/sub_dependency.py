# verdict: ^Right:
# Pool dependency, connection dependency built on it, asynccontextmanager inside.
from fastapi import Request


def http_exception(dsn):
    app = shop(dsn)

    def pool_of(request: Request):
        return request.app.state.pool

    @asynccontextmanager
    async def borrowed(pool):
        connection = await pool.acquire()
        try:
            yield connection
        finally:
            await pool.release(connection)

    async def lend(pool: Annotated[object, Depends(pool_of)]):
        async with borrowed(pool) as connection:
            yield connection

    Lent = Annotated[asyncpg.Connection, Depends(lend)]

    @app.get("/orders/{number}")
    async def order(number: int, connection: Lent):
        price = await connection.fetchval(PRICE, number)
        if price is None:
            raise HTTPException(404, f"no order {number}")
        return {"price": price}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int, connection: Lent):
        return {"share": await connection.fetchval(PRICE, number) // guests}

    return app

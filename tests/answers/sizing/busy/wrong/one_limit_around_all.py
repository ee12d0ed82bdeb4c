# verdict: keep it until their query is done, seen some answered 503
import asyncio


def busy(dsn):
    app = shop(dsn)


    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            async with asyncio.timeout(1), app.state.pool.acquire() as connection:
                return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        except TimeoutError:
            raise HTTPException(503, headers={"Retry-After": "1"}) from None


    @app.get("/health")
    async def health():
        return "alive"

    return app

# verdict: ^Right:
# Anyio's fail_after, dependency on a price function.
import anyio


def cancelled(dsn):
    app = shop(dsn, orders=True)

    async def price_of(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE, number)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            with anyio.fail_after(patience):
                return {"price": await price_of(number)}
        except TimeoutError:
            raise HTTPException(504, "the kitchen is slow") from None

    async def every_tenth(number):
        while True:
            yield "%s\n" % await price_of(number)
            await anyio.sleep(0.1)

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        return StreamingResponse(every_tenth(number), media_type="text/plain")

    return app

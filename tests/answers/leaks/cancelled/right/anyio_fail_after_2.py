# verdict: ^Right:
# Anyio.fail_after, and pool.fetchval for each line.
import anyio


def cancelled(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            with anyio.fail_after(patience):
                return {"price": await app.state.pool.fetchval(PRICE, number)}
        except TimeoutError as error:
            raise HTTPException(504) from error

    async def lines(number):
        while True:
            price = await app.state.pool.fetchval(PRICE, number)
            yield f"{price}\n"
            await anyio.sleep(0.1)

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        return StreamingResponse(lines(number), media_type="text/plain")

    return app

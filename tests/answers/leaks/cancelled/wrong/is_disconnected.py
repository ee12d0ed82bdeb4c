# verdict: gets no answer: it waits for a connection, and no guest is there who could have one\.
# points: 2
# The ticker asks is_disconnected and releases after the loop, not in finally.
from fastapi import Request


def cancelled(dsn):
    app = shop(dsn, orders=True)

    async def ask(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE, number)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            return {"price": await asyncio.wait_for(ask(number), patience)}
        except TimeoutError:
            raise HTTPException(504, "the kitchen is slow") from None

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int, request: Request):
        async def lines():
            connection = await app.state.pool.acquire()
            while not await request.is_disconnected():
                yield f"{await connection.fetchval(PRICE, number)}\n"
                await asyncio.sleep(0.1)
            await app.state.pool.release(connection)

        return StreamingResponse(lines(), media_type="text/plain")

    return app

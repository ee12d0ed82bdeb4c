# verdict: ^Right:
# The ticker is a class with __anext__ instead of a generator, without a connection between two lines.
class Ticker:
    def __init__(self, ask, number):
        self.ask, self.number, self.first = ask, number, True

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.first:
            await asyncio.sleep(0.1)
        self.first = False
        return f"{await self.ask(self.number)}\n"


def cancelled(dsn):
    app = shop(dsn, orders=True)

    async def ask(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE, number)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        asking = asyncio.create_task(ask(number))
        done, _ = await asyncio.wait({asking}, timeout=patience)
        if not done:
            asking.cancel()
            await asyncio.wait({asking})
            raise HTTPException(504, "the kitchen is slow")
        return {"price": asking.result()}

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        return StreamingResponse(Ticker(ask, number), media_type="text/plain")

    return app

# verdict: ^Right:
# The ticker is an iterator class, the timeout a context manager of one's own.
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


@asynccontextmanager
async def at_most(seconds):
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise HTTPException(504, "the kitchen is slow") from None


def cancelled(dsn):
    app = shop(dsn, orders=True)

    async def ask(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE, number)

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        async with at_most(patience):
            return {"price": await ask(number)}

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        return StreamingResponse(Ticker(ask, number), media_type="text/plain")

    return app

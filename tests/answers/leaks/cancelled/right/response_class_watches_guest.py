# verdict: ^Right:
# A response class of its own that sends the lines and cancels itself when the guest is gone.
from starlette.responses import Response


class Endless(Response):
    media_type = "text/plain"

    def __init__(self, ask):
        super().__init__()
        self.ask = ask

    async def pump(self, send):
        headers = [(b"content-type", b"text/plain; charset=utf-8")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        while True:
            line = f"{await self.ask()}\n".encode()
            await send({"type": "http.response.body", "body": line, "more_body": True})
            await asyncio.sleep(0.1)

    async def gone(self, receive):
        while (await receive())["type"] != "http.disconnect":
            pass

    async def __call__(self, scope, receive, send):
        both = {asyncio.create_task(self.pump(send)), asyncio.create_task(self.gone(receive))}
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in both:
                task.cancel()
            await asyncio.gather(*both, return_exceptions=True)


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
    async def ticker(number: int):
        return Endless(lambda: ask(number))

    return app

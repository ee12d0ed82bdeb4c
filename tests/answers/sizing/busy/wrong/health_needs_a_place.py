# verdict: GET /health, while all \d+ connections are out: expected
# points: 5
# A middleware lets three requests in, whatever they ask for.
import asyncio


class AtMostThree:
    def __init__(self, app):
        self.app = app
        self.places = asyncio.Semaphore(3)

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        try:
            await asyncio.wait_for(self.places.acquire(), 1)
        except TimeoutError:
            refusal = JSONResponse("full", 503, headers={"Retry-After": "1"})
            return await refusal(scope, receive, send)
        try:
            await self.app(scope, receive, send)
        finally:
            self.places.release()


def busy(dsn):
    app = shop(dsn)
    app.add_middleware(AtMostThree)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)

    @app.get("/health")
    async def health():
        return "alive"

    return app

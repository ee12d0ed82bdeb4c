# verdict: keep it until their query is done, seen some answered 503
import asyncio


def busy(dsn):
    app = shop(dsn)


    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            return await asyncio.wait_for(app.state.pool.fetchval("SELECT price FROM orders WHERE number = $1", number), 1)
        except TimeoutError:
            raise HTTPException(503, headers={"Retry-After": "1"}) from None


    @app.get("/health")
    async def health():
        return "alive"

    return app

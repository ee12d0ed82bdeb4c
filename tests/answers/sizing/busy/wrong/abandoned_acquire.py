# verdict: After 6 refusals, .*expected 3, seen 0
# points: 4
import asyncio


def busy(dsn):
    app = shop(dsn)


    @app.get("/orders/{number}")
    async def order(number: int):
        taking = asyncio.ensure_future(app.state.pool.acquire())
        done, _ = await asyncio.wait([taking], timeout=0.5)
        if not done:  # and whoever gives it back?
            raise HTTPException(503, headers={"Retry-After": "1"})
        connection = taking.result()
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await app.state.pool.release(connection)


    @app.get("/health")
    async def health():
        return "alive"

    return app

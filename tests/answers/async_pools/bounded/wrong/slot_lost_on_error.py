# verdict: After a query that the server broke off, queries of 3 requests at once in the database: expected 3, seen 2
# points: 3
def bounded(dsn):
    app = shop(dsn)
    free = asyncio.Semaphore(3)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            await asyncio.wait_for(free.acquire(), 0.5)
        except TimeoutError:
            raise HTTPException(503, headers={"Retry-After": "2"}) from None
        async with app.state.pool.acquire() as connection:
            price = await connection.fetchval(PRICE + "$1", number)
        free.release()
        return price

    return app

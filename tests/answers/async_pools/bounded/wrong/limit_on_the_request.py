# verdict: when 100 s have passed by the clock of your event loop: expected 3 queries still in the database, seen [0-2]
def bounded(dsn):
    app = shop(dsn)

    async def price(number):
        try:
            connection = await app.state.pool.acquire(timeout=0.5)
        except TimeoutError:
            raise HTTPException(503, headers={"Retry-After": "2"}) from None
        try:
            return await connection.fetchval(PRICE + "$1", number)
        finally:
            await app.state.pool.release(connection)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await asyncio.wait_for(price(number), 10)

    return app

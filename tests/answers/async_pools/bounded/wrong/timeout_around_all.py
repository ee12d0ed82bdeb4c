# verdict: s have passed by the clock of your event loop: expected \d+ queries still in the database, seen \d+\. What is it that should not take long\? What comes after it was not tried\.
# Asyncio.timeout of one second around getting and asking.
def bounded(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            async with asyncio.timeout(1):
                async with app.state.pool.acquire() as connection:
                    return await connection.fetchval(PRICE + "$1", number)
        except TimeoutError:
            raise HTTPException(503, "busy", headers={"Retry-After": "1"}) from None

    return app

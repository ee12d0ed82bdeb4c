# verdict: After requests that were given up, queries of 3 requests at once in the database: expected 3, seen 0
# points: 3
LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)


def recover(dsn):
    app = shop(dsn)
    three = asyncio.Semaphore(3)

    @app.get("/orders/{number}")
    async def order(number: int):
        await three.acquire()
        for _ in range(2):
            try:
                price = await app.state.pool.fetchval(PRICE + "$1", number)
            except LOST:
                continue
            except BaseException:
                three.release()
                raise
            three.release()
            return price
        raise HTTPException(503)

    return app

# verdict: Right
from fastapi.responses import Response


def bounded(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            async with asyncio.timeout(0.4):
                connection = await app.state.pool.acquire()
        except TimeoutError:
            return Response("come again", 503, headers={"retry-after": "10"})
        try:
            return await connection.fetchval(PRICE + "$1", number)
        finally:
            await app.state.pool.release(connection)

    return app

# verdict: ^Right
import asyncio
import random


class Empty(Exception):
    pass


def busy(dsn):
    app = shop(dsn)

    @app.exception_handler(Empty)
    async def come_again(request, error):
        later = str(random.randint(1, 3))
        return JSONResponse({"error": "full"}, 503, headers={"retry-after": later})

    @app.get("/orders/{number}")
    async def order(number: int):
        pool = app.state.pool
        try:
            async with asyncio.timeout(0.8):
                connection = await pool.acquire()
        except TimeoutError:
            raise Empty from None
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await pool.release(connection)


    @app.get("/health")
    async def health():
        return "alive"

    return app

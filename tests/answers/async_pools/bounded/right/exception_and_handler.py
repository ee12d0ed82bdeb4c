# verdict: ^Right:
# An exception of its own, and an exception handler that makes a JSONResponse with 503 of it.
from fastapi.responses import JSONResponse


class NobodyFree(Exception):
    def __init__(self, retry_after=1):
        super().__init__("nobody free")
        self.retry_after = retry_after


class Lent:
    """async with Lent(pool) as connection"""

    def __init__(self, pool, wait=0.7):
        self.pool, self.wait = pool, wait

    async def __aenter__(self):
        try:
            self.connection = await self.pool.acquire(timeout=self.wait)
        except TimeoutError:
            raise NobodyFree() from None
        return self.connection

    async def __aexit__(self, *error):
        await self.pool.release(self.connection)
        return False


def bounded(dsn):
    app = shop(dsn)

    @app.exception_handler(NobodyFree)
    async def nobody_free(request: Request, error: NobodyFree):
        return JSONResponse(
            {"detail": str(error)}, status_code=503, headers={"Retry-After": str(error.retry_after)}
        )

    @app.get("/orders/{number}")
    async def order(number: int):
        async with Lent(app.state.pool) as connection:
            return await connection.fetchval(PRICE + "$1", number)

    return app

# verdict: ^Right:
# Fetches the price and divides in Python; a dependency lends; an exception handler makes a JSON 500.
from fastapi.responses import JSONResponse


def error(dsn):
    app = shop(dsn, orders=True)

    async def lend():
        async with app.state.pool.acquire() as connection:
            yield connection

    @app.exception_handler(Exception)
    async def sorry(request, problem):
        return JSONResponse({"error": type(problem).__name__}, status_code=500)

    @app.get("/orders/{number}/share")
    async def share(
        number: int, guests: int, connection: Annotated[asyncpg.Connection, Depends(lend)]
    ):
        price = await connection.fetchval(PRICE, number)
        return {"share": price // guests + 2}

    return app

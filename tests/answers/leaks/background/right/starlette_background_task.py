# verdict: ^Right:
# A JSONResponse with Starlette's BackgroundTask of its own, status in the response.
from fastapi.responses import JSONResponse
from starlette.background import BackgroundTask


def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []

    async def price_of(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE, number)

    async def print_receipt(number):
        await bell.wait()
        printed.append(f"{number}: {await price_of(number)}")

    @app.post("/orders/{number}/receipt")
    async def receipt(number: int):
        if await price_of(number) is None:
            return JSONResponse({"detail": "no such order"}, 404)
        return JSONResponse({"receipt": number}, 202, background=BackgroundTask(print_receipt, number))

    @app.get("/printed")
    async def show():
        return printed

    return app

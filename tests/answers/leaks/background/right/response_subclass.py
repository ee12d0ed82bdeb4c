# verdict: ^Right:
# No background task object: a response class that sends itself and then prints.
from fastapi.responses import JSONResponse


class Receipt(JSONResponse):
    def __init__(self, number, then):
        super().__init__({"receipt": number}, status_code=202)
        self.then = then

    async def __call__(self, scope, receive, send):
        await super().__call__(scope, receive, send)
        await self.then()


def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []

    @app.post("/orders/{number}/receipt")
    async def receipt(number: int):
        async with app.state.pool.acquire() as connection:
            missing = await connection.fetchval(PRICE, number) is None
        if missing:
            raise HTTPException(404)

        async def later():
            await bell.wait()
            async with app.state.pool.acquire() as connection:
                price = await connection.fetchval(PRICE, number)
            printed.append(f"{number}: {price}")

        return Receipt(number, later)

    @app.get("/printed")
    async def show():
        return printed

    return app

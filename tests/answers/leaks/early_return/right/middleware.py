# verdict: ^Right:
from fastapi import Request


def early_return(dsn):
    app = shop(dsn)

    @app.middleware("http")
    async def lend(request, call_next):
        async with app.state.pool.acquire() as request.state.connection:
            return await call_next(request)

    @app.get("/orders/{number}")
    async def order(number: int, request: Request):
        return {"price": await request.state.connection.fetchval(PRICE, number)}

    return app

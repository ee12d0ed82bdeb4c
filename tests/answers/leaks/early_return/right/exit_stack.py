# verdict: ^Right:
# AsyncExitStack gives back.
from contextlib import AsyncExitStack


def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with AsyncExitStack() as stack:
            connection = await app.state.pool.acquire()
            stack.push_async_callback(app.state.pool.release, connection)
            price = await connection.fetchval(PRICE, number)
            if price is None:
                return {"price": None}
            return {"price": price}

    return app

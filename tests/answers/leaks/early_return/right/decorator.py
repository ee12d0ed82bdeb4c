# verdict: ^Right:
# A decorator lends the connection to the endpoint's body.
from functools import wraps


def early_return(dsn):
    app = shop(dsn)

    def with_connection(function):
        async def endpoint(number: int):
            async with app.state.pool.acquire() as connection:
                return await function(number, connection)

        endpoint.__name__ = function.__name__
        return endpoint

    @app.get("/orders/{number}")
    @with_connection
    async def order(number, connection):
        price = await connection.fetchval(PRICE, number)
        match price:
            case None:
                return {"price": None}
            case _:
                return {"price": price}

    return app

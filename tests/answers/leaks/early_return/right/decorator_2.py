# verdict: ^Right:
# A decorator that lends a connection to the endpoint and hides the parameter from FastAPI.
import functools
import inspect


def lending(app):
    def decorate(function):
        signature = inspect.signature(function)
        shown = [p for name, p in signature.parameters.items() if name != "connection"]

        @functools.wraps(function)
        async def wrapped(**arguments):
            async with app.state.pool.acquire() as connection:
                return await function(connection=connection, **arguments)

        wrapped.__signature__ = signature.replace(parameters=shown)
        return wrapped

    return decorate


def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    @lending(app)
    async def order(number: int, connection):
        price = await connection.fetchval(PRICE, number)
        if price is None:
            return {"price": None}
        return {"price": price}

    return app

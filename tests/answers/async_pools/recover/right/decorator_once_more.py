# verdict: ^Right:
# A decorator that tries once more, and an exception of its own with a handler that makes 503 of it.
from functools import wraps

from fastapi.responses import JSONResponse

LOST = (
    asyncpg.exceptions.PostgresConnectionError,
    asyncpg.exceptions.AdminShutdownError,
    asyncpg.exceptions.InterfaceError,
    asyncpg.exceptions.InternalClientError,
)


class DatabaseAway(Exception):
    pass


def once_more(ask):
    @wraps(ask)
    async def asked(*args, **kwargs):
        try:
            return await ask(*args, **kwargs)
        except LOST:
            try:
                return await ask(*args, **kwargs)
            except LOST as error:
                raise DatabaseAway from error

    return asked


def recover(dsn):
    app = shop(dsn)

    @app.exception_handler(DatabaseAway)
    async def away(request, error):
        return JSONResponse({"detail": "database away"}, 503)

    @app.get("/orders/{number}")
    @once_more
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    return app

# verdict: Right
from functools import wraps

LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)


def once_more(work):
    @wraps(work)
    async def trying(*arguments, **named):
        try:
            return await work(*arguments, **named)
        except LOST:
            pass
        try:
            return await work(*arguments, **named)
        except LOST as error:
            raise HTTPException(503, str(error)) from error

    return trying


def recover(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    @once_more
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app

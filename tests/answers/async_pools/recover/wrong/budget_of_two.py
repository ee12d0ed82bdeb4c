# verdict: After \d+ connections were ended in mid\-query, queries tried again: expected \d+, seen \d+
# points: 2
# Not more than two second tries a minute in the whole app, to spare the server.
import time


def recover(dsn):
    app = shop(dsn)
    LOST = (
        asyncpg.PostgresConnectionError,
        asyncpg.exceptions.AdminShutdownError,
        asyncpg.InterfaceError,
        asyncpg.exceptions.InternalClientError,
    )
    again = []

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            return await app.state.pool.fetchval(PRICE + "$1", number)
        except LOST:
            now = time.monotonic()
            again[:] = [one for one in again if one > now - 60]
            if len(again) == 2:
                raise HTTPException(503) from None
            again.append(now)
        try:
            return await app.state.pool.fetchval(PRICE + "$1", number)
        except LOST:
            raise HTTPException(503) from None

    return app

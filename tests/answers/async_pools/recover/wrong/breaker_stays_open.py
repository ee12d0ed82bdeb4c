# verdict: After requests that were given up, queries of \d+ requests at once in the database: expected \d+, seen \d+
# points: 3
# A circuit breaker: once a request has given up, all get 503 for ten minutes.
import time


def recover(dsn):
    app = shop(dsn)
    LOST = (
        asyncpg.PostgresConnectionError,
        asyncpg.exceptions.AdminShutdownError,
        asyncpg.InterfaceError,
        asyncpg.exceptions.InternalClientError,
    )
    app.state.closed_until = 0.0

    @app.get("/orders/{number}")
    async def order(number: int):
        if time.monotonic() < app.state.closed_until:
            raise HTTPException(503)
        for _ in range(2):
            try:
                return await app.state.pool.fetchval(PRICE + "$1", number)
            except LOST:
                pass
        app.state.closed_until = time.monotonic() + 600
        raise HTTPException(503)

    return app

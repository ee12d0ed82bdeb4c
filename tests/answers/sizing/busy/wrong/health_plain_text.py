# verdict: GET /health, .*expected 200 and 'alive' as JSON, seen 200 and 'alive' .text/plain
# points: 5
# health answers as plain text, without the quotes
from fastapi.responses import PlainTextResponse


def busy(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=1)
        except TimeoutError:
            raise HTTPException(503, "full", headers={"Retry-After": "1"}) from None
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await app.state.pool.release(connection)

    @app.get("/health", response_class=PlainTextResponse)
    async def health():
        return "alive"

    return app

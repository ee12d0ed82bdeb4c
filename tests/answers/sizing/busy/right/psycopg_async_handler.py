# verdict: ^Right:
# Psycopg_pool of three, PoolTimeout and TooManyRequests are handled, at most twenty wait.
from __future__ import annotations

from psycopg_pool import AsyncConnectionPool, PoolTimeout, TooManyRequests


def busy(dsn: str) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app):
        pool = AsyncConnectionPool(dsn, min_size=3, max_size=3, timeout=0.7, max_waiting=20, open=False)
        await pool.open(wait=True)
        app.state.pool = pool
        try:
            yield
        finally:
            await pool.close()

    async def full(request, error):
        return JSONResponse({"error": "full"}, status_code=503, headers={"retry-after": "60"})

    app = FastAPI(lifespan=lifespan, exception_handlers={PoolTimeout: full, TooManyRequests: full})

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.connection() as connection, connection.cursor() as cursor:
            await cursor.execute("SELECT price FROM orders WHERE number = %(n)s", {"n": number})
            row = await cursor.fetchone()
        return row and row[0]

    @app.get("/health")
    async def health():
        return "alive"

    return app

# verdict: ^Right:
# Psycopg_pool, 4 to 7 connections; it closes one idle connection each max_idle, so that is half a second.
from __future__ import annotations

from psycopg_pool import AsyncConnectionPool, PoolTimeout


def service(dsn: str) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI):
        async with AsyncConnectionPool(
            dsn, min_size=4, max_size=7, timeout=1, max_idle=0.5, open=False
        ) as pool:
            app.state.pool = pool
            yield

    app = FastAPI(lifespan=lifespan)

    @app.exception_handler(PoolTimeout)
    async def full(request, error):
        return JSONResponse("full", 503)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.connection() as connection:
            cursor = await connection.execute("SELECT price FROM orders WHERE number = %s", (number,))
            row = await cursor.fetchone()
            return row[0] if row else None

    return app

# verdict: seen 5 connections, and that is too many
import asyncio


def busy(dsn):
    @asynccontextmanager
    async def lifespan(app):
        async with asyncpg.create_pool(dsn, min_size=5, max_size=5) as app.state.pool:
            yield

    app, free = FastAPI(lifespan=lifespan), asyncio.Semaphore(3)

    @app.get("/orders/{number}")
    async def order(number: int):
        if free.locked():
            raise HTTPException(503, headers={"Retry-After": "1"})
        async with free, app.state.pool.acquire() as connection:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)

    @app.get("/health")
    async def health():
        return "alive"

    return app

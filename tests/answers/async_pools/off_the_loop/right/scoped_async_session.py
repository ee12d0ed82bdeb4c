# verdict: ^Right:
# Async_scoped_session by task, async psycopg driver, from __future__ import annotations, select() with column().
from __future__ import annotations

from sqlalchemy import column, select, table
from sqlalchemy.ext.asyncio import async_scoped_session, async_sessionmaker

ORDERS = table("orders", column("number"), column("price"))


def off_the_loop(dsn: str) -> FastAPI:
    engine = create_async_engine(psycopg_url(dsn), pool_size=3, max_overflow=0, pool_timeout=90)
    sessions = async_scoped_session(async_sessionmaker(engine), scopefunc=asyncio.current_task)

    @asynccontextmanager
    async def opened(app: FastAPI):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int) -> int:
        try:
            return await sessions.scalar(select(ORDERS.c.price).where(ORDERS.c.number == number))
        finally:
            await sessions.remove()

    @app.get("/health")
    async def health() -> str:
        return "well"

    return app

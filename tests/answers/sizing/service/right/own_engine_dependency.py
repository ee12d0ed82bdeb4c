# verdict: ^Right
# own engine in a lifespan, the connection as a dependency, HTTPException 503 at taking only
from collections.abc import AsyncIterator

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncConnection


async def connection(request: Request) -> AsyncIterator[AsyncConnection]:
    taken = request.app.state.engine.connect()
    try:
        await taken.start()
    except exc.TimeoutError:
        raise HTTPException(503, "full") from None
    try:
        yield taken
    finally:
        await taken.close()


def service(dsn):
    @asynccontextmanager
    async def lifespan(app):
        app.state.engine = create_async_engine(
            dsn.replace("://", "+asyncpg://", 1),
            pool_size=4,
            max_overflow=3,
            pool_timeout=1.2,
        )
        yield
        await app.state.engine.dispose()

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int, db: Annotated[AsyncConnection, Depends(connection)]):
        found = await db.execute(text("SELECT price FROM orders WHERE number = :n"), {"n": number})
        return found.scalar_one_or_none()

    return app

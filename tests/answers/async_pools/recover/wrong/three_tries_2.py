# verdict: Requests whose second try died, too: expected no third try, seen \d+\.
# points: 3
# A loop of three tries.
from sqlalchemy.exc import DBAPIError


def recover(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0, pool_pre_ping=True)

    @asynccontextmanager
    async def opened(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        for _ in range(3):
            try:
                async with engine.connect() as connection:
                    return await connection.scalar(text(PRICE + ":number"), {"number": number})
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
        raise HTTPException(503)

    return app

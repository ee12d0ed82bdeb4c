# verdict: ^Right:
# SQLAlchemy's async engine with pool_timeout, engine.connect() awaited.
from sqlalchemy.exc import TimeoutError as NoneFree


def bounded(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0, pool_timeout=0.8)

    @asynccontextmanager
    async def opened(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await engine.connect()
        except NoneFree:
            raise HTTPException(503, headers={"Retry-After": "3"}) from None
        try:
            return await connection.scalar(text(PRICE + ":number"), {"number": number})
        finally:
            await connection.close()

    @app.get("/health")
    async def health():
        return "well"

    return app

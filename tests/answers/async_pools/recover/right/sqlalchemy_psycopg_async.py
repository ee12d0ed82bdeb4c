# verdict: ^Right:
# SQLAlchemy async on the psycopg driver; a helper tells price or None for "lost".
from sqlalchemy.exc import DBAPIError


def recover(dsn):
    engine = create_async_engine(psycopg_url(dsn), pool_size=3, max_overflow=0, pool_pre_ping=True)

    @asynccontextmanager
    async def opened(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=opened)

    async def price_or_lost(number):
        try:
            async with AsyncSession(engine) as session:
                return await session.scalar(text(PRICE + ":number"), {"number": number}), False
        except DBAPIError as error:
            if error.connection_invalidated:
                return None, True
            raise

    @app.get("/orders/{number}")
    async def order(number: int):
        price, lost = await price_or_lost(number)
        if lost:
            price, lost = await price_or_lost(number)
        if lost:
            raise HTTPException(503)
        return price

    return app

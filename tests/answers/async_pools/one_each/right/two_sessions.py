# verdict: ^Right:
# SQLAlchemy async: each coroutine makes its own AsyncSession.
from sqlalchemy.ext.asyncio import async_sessionmaker


def one_each(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0, pool_timeout=120)
    sessions = async_sessionmaker(engine)

    @asynccontextmanager
    async def opened(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=opened)

    async def price(number: int):
        async with sessions() as session:
            return await session.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        return await asyncio.gather(*map(price, (one, other)))

    return app

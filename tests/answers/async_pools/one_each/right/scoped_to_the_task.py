# verdict: Right
from sqlalchemy.ext.asyncio import async_scoped_session, async_sessionmaker


def one_each(dsn):
    engine = create_async_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)
    session = async_scoped_session(async_sessionmaker(engine), scopefunc=asyncio.current_task)
    app = FastAPI()

    async def price(number):
        try:
            return await session.scalar(text(PRICE + ":number"), {"number": number})
        finally:
            await session.remove()

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        return await asyncio.gather(price(one), price(other))

    return app

# verdict: two orders: queries in the database at once: expected 2, seen [01].* Your app raised
from sqlalchemy.ext.asyncio import async_scoped_session, async_sessionmaker


def one_each(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0)
    session = async_scoped_session(async_sessionmaker(engine), scopefunc=lambda: "app")
    app = FastAPI()

    async def price(number):
        return await session.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        return await asyncio.gather(price(one), price(other))

    return app

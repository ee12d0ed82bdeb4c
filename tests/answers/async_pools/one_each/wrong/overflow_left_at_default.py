# verdict: \d+ requests at once, each query of \d+ s: expected status|\d+ requests at once: queries in the database at once: expected \d+, seen
# points: 2
# An AsyncSession each, but max_overflow is left at its default of ten.
def one_each(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3)
    app = FastAPI()

    async def price(number):
        async with AsyncSession(engine) as session:
            return await session.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        return await asyncio.gather(price(one), price(other))

    return app

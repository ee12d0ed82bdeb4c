# verdict: first request after the start, two orders: queries in the database at once: expected 2, seen 1
def one_each(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0)
    app = FastAPI()

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        lock = asyncio.Lock()
        async with AsyncSession(engine) as session:

            async def price(number):
                async with lock:
                    return await session.scalar(text(PRICE + ":number"), {"number": number})

            return await asyncio.gather(price(one), price(other))

    return app

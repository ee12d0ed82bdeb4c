# verdict: The first request after the start, two orders: queries in the database at once: expected \d+, seen \d+\.
# Still one session for both, its connection fetched first and a lock around it, so that no error shows.
def one_each(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0)
    app = FastAPI()

    async def session():
        async with AsyncSession(engine) as one:
            await one.execute(text("SELECT 1"))
            yield one

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int, session: Annotated[AsyncSession, Depends(session)]):
        lock = asyncio.Lock()

        async def price(number):
            async with lock:
                return await session.scalar(text(PRICE + ":number"), {"number": number})

        return await asyncio.gather(price(one), price(other))

    return app

# verdict: Rows of finished payments in the table: expected \d+, seen \d+\.
# points: 3
# AsyncSession closed without commit.
def cancelled(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0, pool_timeout=120)

    @asynccontextmanager
    async def opened(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=opened)

    async def pay(number):
        async with AsyncSession(engine) as session:
            await session.execute(text("INSERT INTO payments VALUES (:number)"), {"number": number})
            return await session.scalar(text(PRICE + ":number"), {"number": number})

    till(app, pay)
    return app

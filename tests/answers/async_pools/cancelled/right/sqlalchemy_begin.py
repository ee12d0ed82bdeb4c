# verdict: ^Right:
# SQLAlchemy async engine over asyncpg, engine.begin().
def cancelled(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0, pool_timeout=120)

    @asynccontextmanager
    async def opened(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=opened)

    async def pay(number):
        async with engine.begin() as connection:
            await connection.execute(text("INSERT INTO payments VALUES (:number)"), {"number": number})
            return await connection.scalar(text(PRICE + ":number"), {"number": number})

    till(app, pay)
    return app

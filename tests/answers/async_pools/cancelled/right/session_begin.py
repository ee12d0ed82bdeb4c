# verdict: Right
def cancelled(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0)
    app = FastAPI()

    async def pay(number):
        async with AsyncSession(engine) as session, session.begin():
            one = {"number": number}
            await session.execute(text("INSERT INTO payments VALUES (:number)"), one)
            return await session.scalar(text(PRICE + ":number"), one)

    till(app, pay)
    return app

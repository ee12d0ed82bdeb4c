# verdict: Rows of cancelled payments in the table: expected 0, seen 3
# points: 3
def cancelled(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0)
    app = FastAPI()

    async def pay(number):
        async with AsyncSession(engine) as session:
            one = {"number": number}
            await session.execute(text("INSERT INTO payments VALUES (:number)"), one)
            await session.commit()
            return await session.scalar(text(PRICE + ":number"), one)

    till(app, pay)
    return app

# verdict: Rows of cancelled payments in the table: expected 0, seen 3
# points: 3
def cancelled(dsn):
    engine = create_async_engine(
        asyncpg_url(dsn), pool_size=3, max_overflow=0, isolation_level="AUTOCOMMIT"
    )
    app = FastAPI()

    async def pay(number):
        async with engine.begin() as connection:
            one = {"number": number}
            await connection.execute(text("INSERT INTO payments VALUES (:number)"), one)
            return await connection.scalar(text(PRICE + ":number"), one)

    till(app, pay)
    return app

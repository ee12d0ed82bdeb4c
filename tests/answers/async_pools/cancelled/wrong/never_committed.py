# verdict: Rows of finished payments in the table: expected \d+, seen 0
# points: 3
def cancelled(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0)
    app = FastAPI()

    async def pay(number):
        async with engine.connect() as connection:
            one = {"number": number}
            await connection.execute(text("INSERT INTO payments VALUES (:number)"), one)
            return await connection.scalar(text(PRICE + ":number"), one)

    till(app, pay)
    return app

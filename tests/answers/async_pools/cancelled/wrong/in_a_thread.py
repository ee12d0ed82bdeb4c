# verdict: After the cancellation, your connections: expected idle ones, seen 3 active
def cancelled(dsn):
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)
    app = FastAPI()

    def work(number):
        one = {"number": number}
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO payments VALUES (:number)"), one)
            return connection.scalar(text(PRICE + ":number"), one)

    async def pay(number):
        return await asyncio.to_thread(work, number)

    till(app, pay)
    return app

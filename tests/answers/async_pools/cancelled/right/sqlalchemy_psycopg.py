# verdict: Right
def cancelled(dsn):
    engine = create_async_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)
    app = FastAPI()

    async def pay(number):
        one = {"number": number}
        connection = await engine.connect()
        try:
            await connection.execute(text("INSERT INTO payments VALUES (:number)"), one)
            price = await connection.scalar(text(PRICE + ":number"), one)
            await connection.commit()
            return price
        finally:
            await connection.close()

    till(app, pay)
    return app

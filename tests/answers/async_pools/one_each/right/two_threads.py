# verdict: Right
def one_each(dsn):
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)
    app = FastAPI()

    def price(number):
        with engine.connect() as connection:
            return connection.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        first = asyncio.create_task(asyncio.to_thread(price, one))
        second = asyncio.create_task(asyncio.to_thread(price, other))
        return [await first, await second]

    return app

# verdict: at once in the database: expected 3, seen 1
def off_the_loop(dsn):
    app = FastAPI()
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)

    async def price(number):
        await asyncio.sleep(0)
        with engine.connect() as connection:
            return connection.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/orders/{number}")
    async def order(number: int):
        return await asyncio.create_task(price(number))

    @app.get("/health")
    async def health():
        return "well"

    return app

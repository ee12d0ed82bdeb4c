# verdict: requests at once, who wait for \d+ s: expected status
# points: 2
# Async engine with pool_size=3 and the default max_overflow of ten.
def off_the_loop(dsn):
    app = FastAPI()
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with engine.connect() as connection:
            return await connection.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/health")
    async def health():
        return "well"

    return app

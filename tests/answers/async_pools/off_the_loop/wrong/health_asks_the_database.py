# verdict: While 3 queries are held in the database: expected an answer to GET /health, seen none
def off_the_loop(dsn):
    app = FastAPI()
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with engine.connect() as connection:
            return await connection.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/health")
    async def health():
        async with engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
        return "well"

    return app

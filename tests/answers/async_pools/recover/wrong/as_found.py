# verdict: .
def recover(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0)
    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        async with engine.connect() as connection:
            return await connection.scalar(text(PRICE + ":number"), {"number": number})

    return app

# verdict: expected status 503, seen 500.*error
# points: 5
def service(dsn):
    url = dsn.replace("postgresql", "postgresql+asyncpg", 1)
    engine = create_async_engine(url, pool_size=4, max_overflow=3, pool_timeout=1)
    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        async with engine.connect() as connection:
            price = text("SELECT price FROM orders WHERE number = :number")
            return await connection.scalar(price, {"number": number})

    return app

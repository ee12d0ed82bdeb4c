# verdict: expected status 503, seen 200
# points: 5
# returns a pair as in Flask; FastAPI answers 200 with a list
def service(dsn):
    engine = create_async_engine(
        dsn.replace("://", "+asyncpg://", 1), pool_size=4, max_overflow=3, pool_timeout=1
    )
    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            async with engine.connect() as connection:
                price = text("SELECT price FROM orders WHERE number = :number")
                return await connection.scalar(price, {"number": number})
        except exc.TimeoutError:
            return "full", 503

    return app

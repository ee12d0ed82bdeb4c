# verdict: clients give up, after 2 seconds, seen none
# points: 5
# tries twice for 1.3 s each, before it refuses
def service(dsn):
    engine = create_async_engine(
        dsn.replace("://", "+asyncpg://", 1), pool_size=4, max_overflow=3, pool_timeout=1.3
    )
    app = FastAPI()

    async def take():
        for last in (False, True):
            connection = engine.connect()
            try:
                return await connection.start()
            except exc.TimeoutError:
                if last:
                    raise HTTPException(503, "full") from None

    @app.get("/orders/{number}")
    async def order(number: int):
        connection = await take()
        try:
            price = text("SELECT price FROM orders WHERE number = :number")
            return await connection.scalar(price, {"number": number})
        finally:
            await connection.close()

    return app

# verdict: When all connections are out, and stay out: \d+ more come: expected answers before the clients give up, after \d+ seconds, seen
# points: 5
# A good timeout, but whoever gets none asks the pool once more.
def service(dsn):
    engine = create_async_engine(
        dsn.replace("://", "+asyncpg://", 1), pool_size=4, max_overflow=3, pool_timeout=1.2
    )
    app = FastAPI()

    async def take():
        for last in (False, True):
            try:
                return await engine.connect()
            except exc.TimeoutError:
                if last:
                    raise HTTPException(503, "full")

    @app.get("/orders/{number}")
    async def order(number: int):
        connection = await take()
        try:
            return await connection.scalar(text("SELECT price FROM orders WHERE number = :n"), {"n": number})
        finally:
            await connection.close()

    return app

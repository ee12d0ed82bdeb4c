# verdict: while all connections are out: expected status 503, seen 500.*QueuePool limit
def bounded(dsn):
    app = FastAPI()
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0, pool_timeout=0.5)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await engine.connect()
        except TimeoutError:
            raise HTTPException(503, headers={"Retry-After": "1"}) from None
        try:
            return await connection.scalar(text(PRICE + ":number"), {"number": number})
        finally:
            await connection.close()

    return app

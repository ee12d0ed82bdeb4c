# verdict: \d+ more come while \d+ are served: expected status
# SQLAlchemy, but catches Python's TimeoutError; SQLAlchemy raises its own.
def busy(dsn):
    engine = create_async_engine(
        dsn.replace("://", "+asyncpg://", 1), pool_size=3, max_overflow=0, pool_timeout=1
    )
    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await engine.connect()
        except TimeoutError:
            raise HTTPException(503, "full", headers={"Retry-After": "1"})
        try:
            return await connection.scalar(text("SELECT price FROM orders WHERE number = :n"), {"n": number})
        finally:
            await connection.close()

    @app.get("/health")
    async def health():
        return "alive"

    return app

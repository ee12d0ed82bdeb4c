# verdict: ^Right
def busy(dsn):
    url = dsn.replace("postgresql", "postgresql+asyncpg", 1)
    engine = create_async_engine(url, pool_size=3, max_overflow=0, pool_timeout=0.5)
    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await engine.connect()
        except exc.TimeoutError:
            return JSONResponse("full", 503, {"Retry-After": "5"})
        try:
            price = text("SELECT price FROM orders WHERE number = :number")
            return await connection.scalar(price, {"number": number})
        finally:
            await connection.close()


    @app.get("/health")
    async def health():
        return "alive"

    return app

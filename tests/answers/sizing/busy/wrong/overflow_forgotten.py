# verdict: seen 9 connections, and that is too many
def busy(dsn):
    url = dsn.replace("postgresql", "postgresql+asyncpg", 1)
    engine = create_async_engine(url, pool_size=3, pool_timeout=0.5)
    app = FastAPI()

    @app.exception_handler(exc.TimeoutError)
    async def full(request, error):
        return JSONResponse("full", 503, headers={"Retry-After": "1"})

    @app.get("/orders/{number}")
    async def order(number: int):
        async with engine.connect() as connection:
            price = text("SELECT price FROM orders WHERE number = :number")
            return await connection.scalar(price, {"number": number})


    @app.get("/health")
    async def health():
        return "alive"

    return app

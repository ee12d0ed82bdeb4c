# verdict: 6 more come while 3 are served: seen 9 connections, and that is too many
# SQLAlchemy with pool_size 3, but the default overflow of ten
def busy(dsn):
    engine = create_async_engine(
        dsn.replace("://", "+asyncpg://", 1), pool_size=3, pool_timeout=1
    )
    app = FastAPI()

    @app.exception_handler(exc.TimeoutError)
    async def refuse(request, error):
        return JSONResponse("full", 503, {"Retry-After": "1"})

    @app.get("/orders/{number}")
    async def order(number: int):
        async with engine.connect() as connection:
            price = text("SELECT price FROM orders WHERE number = :number")
            return await connection.scalar(price, {"number": number})

    @app.get("/health")
    async def health():
        return "alive"

    return app

# verdict: expected status 503, seen 500.*error
# points: 5
# catches Python's TimeoutError, which SQLAlchemy's is not
def service(dsn):
    engine = create_async_engine(
        dsn.replace("://", "+asyncpg://", 1), pool_size=4, max_overflow=3, pool_timeout=1
    )
    app = FastAPI()

    @app.exception_handler(TimeoutError)
    async def refuse(request, error):
        return JSONResponse("full", 503)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with engine.connect() as connection:
            price = text("SELECT price FROM orders WHERE number = :number")
            return await connection.scalar(price, {"number": number})

    return app

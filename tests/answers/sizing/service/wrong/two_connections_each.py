# verdict: seen \d served at once
# points: 2
# a dependency takes a connection, and the endpoint another one
def service(dsn):
    engine = create_async_engine(
        dsn.replace("://", "+asyncpg://", 1), pool_size=4, max_overflow=3, pool_timeout=1
    )
    app = FastAPI()

    @app.exception_handler(exc.TimeoutError)
    async def refuse(request, error):
        return JSONResponse("full", 503)

    async def audited():
        async with engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
            yield connection

    @app.get("/orders/{number}")
    async def order(number: int, audit=Depends(audited)):
        async with engine.connect() as connection:
            price = text("SELECT price FROM orders WHERE number = :number")
            return await connection.scalar(price, {"number": number})

    return app

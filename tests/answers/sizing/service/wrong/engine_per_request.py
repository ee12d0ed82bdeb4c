# verdict: seen (2\d|30) connections, and that is too many
# makes the engine, with the right numbers, in each request
def service(dsn):
    app = FastAPI()

    @app.exception_handler(exc.TimeoutError)
    async def refuse(request, error):
        return JSONResponse("full", 503)

    @app.get("/orders/{number}")
    async def order(number: int):
        engine = create_async_engine(
            dsn.replace("://", "+asyncpg://", 1), pool_size=4, max_overflow=3, pool_timeout=1
        )
        try:
            async with engine.connect() as connection:
                price = text("SELECT price FROM orders WHERE number = :number")
                return await connection.scalar(price, {"number": number})
        finally:
            await engine.dispose()

    return app

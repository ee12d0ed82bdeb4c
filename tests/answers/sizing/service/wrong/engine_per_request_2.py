# verdict: connections, and that is too many\. What do size and overflow come to together, in the worst moment, and what is the budget\? The jam was not tried\.
# The right three numbers, but each request makes an engine (a pool) of its own.
def service(dsn):
    app = FastAPI()

    async def get_connection():
        engine = create_async_engine(
            dsn.replace("://", "+asyncpg://", 1), pool_size=4, max_overflow=3, pool_timeout=1
        )
        try:
            async with engine.connect() as connection:
                yield connection
        finally:
            await engine.dispose()

    @app.exception_handler(exc.TimeoutError)
    async def refuse(request, error):
        return JSONResponse("full", 503)

    @app.get("/orders/{number}")
    async def order(number: int, connection=Depends(get_connection)):
        return await connection.scalar(text("SELECT price FROM orders WHERE number = :n"), {"n": number})

    return app

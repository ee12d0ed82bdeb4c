# verdict: before, and not one more came\. The budget has room for more\. What do size and overflow come to together\? The jam was not tried\.
# points: 2
# A dependency looks whether the order exists, on a connection of its own, and holds it until the end of the request.
def service(dsn):
    engine = create_async_engine(
        dsn.replace("://", "+asyncpg://", 1), pool_size=4, max_overflow=3, pool_timeout=1
    )
    app = FastAPI()

    async def checked():
        async with engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
            yield

    @app.exception_handler(exc.TimeoutError)
    async def refuse(request, error):
        return JSONResponse("full", 503)

    @app.get("/orders/{number}", dependencies=[Depends(checked)])
    async def order(number: int):
        async with engine.connect() as connection:
            return await connection.scalar(text("SELECT price FROM orders WHERE number = :n"), {"n": number})

    return app

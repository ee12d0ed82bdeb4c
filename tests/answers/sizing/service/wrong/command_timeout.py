# verdict: keep it until their query is done, seen some answered 500
# points: 5
# the right pool, but the driver breaks queries off before the clients give up
def service(dsn):
    engine = create_async_engine(
        dsn.replace("://", "+asyncpg://", 1),
        pool_size=4,
        max_overflow=3,
        pool_timeout=1,
        connect_args={"command_timeout": 1.6},
    )
    app = FastAPI()

    @app.exception_handler(exc.TimeoutError)
    async def refuse(request, error):
        return JSONResponse("full", 503)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with engine.connect() as connection:
            price = text("SELECT price FROM orders WHERE number = :number")
            return await connection.scalar(price, {"number": number})

    return app

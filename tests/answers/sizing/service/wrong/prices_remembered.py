# verdict: some answered 200 before
# points: 2
# remembers prices, and answers from memory without a connection
def service(dsn):
    engine = create_async_engine(
        dsn.replace("://", "+asyncpg://", 1), pool_size=4, max_overflow=3, pool_timeout=1
    )
    app = FastAPI()
    prices = {}

    @app.exception_handler(exc.TimeoutError)
    async def refuse(request, error):
        return JSONResponse("full", 503)

    @app.get("/orders/{number}")
    async def order(number: int):
        if number not in prices:
            async with engine.connect() as connection:
                price = text("SELECT price FROM orders WHERE number = :number")
                prices[number] = await connection.scalar(price, {"number": number})
        return prices[number]

    return app

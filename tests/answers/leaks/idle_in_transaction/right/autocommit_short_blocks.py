# verdict: ^Right:
# An engine in AUTOCOMMIT whose connections are nevertheless lent for one statement only.
def idle_in_transaction(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"),
        pool_size=3,
        max_overflow=0,
        isolation_level="AUTOCOMMIT",
    )
    app = FastAPI()
    bell = Bell(app)

    async def scalar(query, number):
        async with engine.connect() as connection:
            return await connection.scalar(text(query), {"n": number})

    async def price(number):
        return await scalar("SELECT price FROM orders WHERE number = :n", number)

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": await price(number)}

    @app.post("/orders/{number}/cook")
    async def cook(number: int):
        query = "UPDATE portions SET available = available - 1 WHERE number = :n RETURNING available"
        answer = {"available": await scalar(query, number), "price": await price(number)}
        await bell.wait()
        return answer

    return app

# verdict: POST .*/cook: expected .* with the price .*, seen .* with .*\.
# points: 2
# Remembers each order's price after the first cooking and does not ask again.
def idle_in_transaction(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )
    sessions, app = async_sessionmaker(engine), FastAPI()
    bell = Bell(app)
    take = "UPDATE portions SET available = available - 1 WHERE number = :n RETURNING available"
    price = "SELECT price FROM orders WHERE number = :n"

    @app.get("/orders/{number}")
    async def order(number: int):
        async with sessions() as session:
            return {"price": await session.scalar(text(price), {"n": number})}
    prices = {}

    @app.post("/orders/{number}/cook")
    async def cook(number: int):
        async with sessions.begin() as session:
            left = await session.scalar(text(take), {"n": number})
            if number not in prices:
                prices[number] = await session.scalar(text(price), {"n": number})
        await bell.wait()
        return {"price": prices[number], "available": left}

    return app

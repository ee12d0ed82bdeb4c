# verdict: portions, while others take portions, too: expected available
# points: 2
# Reads the available portions once per order and counts down in a dict from then on.
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
    known = {}

    @app.post("/orders/{number}/cook")
    async def cook(number: int):
        async with sessions.begin() as session:
            left = await session.scalar(text(take), {"n": number})
        known[number] = known[number] - 1 if number in known else left
        left = known[number]
        await bell.wait()
        async with sessions() as session:
            costs = await session.scalar(text(price), {"n": number})
        return {"price": costs, "available": left}

    return app

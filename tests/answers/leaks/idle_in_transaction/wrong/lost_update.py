# verdict: everybody should see \d+ portions; there were \d+, seen \d+
# Reads, subtracts in Python, writes: without a lock.
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

    @app.post("/orders/{number}/cook")
    async def cook(number: int):
        async with sessions.begin() as session:
            look = "SELECT available FROM portions WHERE number = :n"
            left = await session.scalar(text(look), {"n": number}) - 1
            write = "UPDATE portions SET available = :left WHERE number = :n"
            await session.execute(text(write), {"n": number, "left": left})
        await bell.wait()
        async with sessions() as session:
            return {"price": await session.scalar(text(price), {"n": number}), "available": left}

    return app

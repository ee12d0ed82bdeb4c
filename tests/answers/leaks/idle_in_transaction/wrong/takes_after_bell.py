# verdict: While \d+ of the orders that wait for the cook are for number
# Waits first, takes the portion when the cook has said yes.
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
        await bell.wait()
        async with sessions.begin() as session:
            left = await session.scalar(text(take), {"n": number})
            costs = await session.scalar(text(price), {"n": number})
        return {"price": costs, "available": left}

    return app

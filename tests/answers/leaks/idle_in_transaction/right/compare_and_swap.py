# verdict: ^Right:
# Optimistic: reads, writes only if nobody was faster, tries again else; each try a transaction of its own.
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

    async def take_one(number):
        while True:
            async with sessions.begin() as session:
                old = await session.scalar(
                    text("SELECT available FROM portions WHERE number = :n"), {"n": number}
                )
                swapped = await session.execute(
                    text("UPDATE portions SET available = :new WHERE number = :n AND available = :old"),
                    {"n": number, "old": old, "new": old - 1},
                )
            if swapped.rowcount:
                return old - 1

    @app.post("/orders/{number}/cook")
    async def cook(number: int):
        left = await take_one(number)
        await bell.wait()
        async with sessions() as session:
            costs = await session.scalar(text(price), {"n": number})
        return {"price": costs, "available": left}

    return app

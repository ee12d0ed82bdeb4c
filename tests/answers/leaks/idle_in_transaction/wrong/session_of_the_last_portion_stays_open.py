# verdict: After the cooking.*expected 3, seen 2
# points: 2
# Who takes the last portion leaves by a return of his own, before the session is closed.
def idle_in_transaction(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )

    sessions, app = async_sessionmaker(engine), FastAPI()
    bell, sold_out = Bell(app), {}
    take = "UPDATE portions SET available = available - 1 WHERE number = :n RETURNING available"
    price = "SELECT price FROM orders WHERE number = :n"

    @app.get("/orders/{number}")
    async def order(number: int):
        async with sessions() as session:
            return {"price": await session.scalar(text(price), {"n": number})}

    @app.post("/orders/{number}/cook")
    async def cook(number: int):
        async with sessions.begin() as session:
            left = await session.scalar(text(take), {"n": number})
        await bell.wait()
        session = sessions()
        said = {"price": await session.scalar(text(price), {"n": number}), "available": left}
        if left == 0:
            sold_out[number] = session
            return said
        await session.close()
        return said

    return app

# verdict: ^Right:
# SELECT FOR UPDATE and UPDATE in one short transaction; session closed and used again.
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
    look = "SELECT available FROM portions WHERE number = :n FOR UPDATE"
    write = "UPDATE portions SET available = :left WHERE number = :n"

    @app.post("/orders/{number}/cook")
    async def cook(number: int):
        session = sessions()
        try:
            left = await session.scalar(text(look), {"n": number}) - 1
            await session.execute(text(write), {"n": number, "left": left})
            await session.commit()
            await session.close()
            await bell.wait()
            return {"price": await session.scalar(text(price), {"n": number}), "available": left}
        finally:
            await session.close()

    return app

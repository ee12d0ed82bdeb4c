# verdict: ^Right:
# The session of a scope="function" dependency; committed, and closed by hand before the bell.
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

    async def lend():
        async with sessions() as session:
            yield session

    @app.post("/orders/{number}/cook")
    async def cook(number: int, session: Annotated[object, Depends(lend, scope="function")]):
        available = (await session.execute(text(take), {"n": number})).scalar()
        costs = (await session.execute(text(price), {"n": number})).scalar()
        await session.commit()
        await session.close()
        await bell.wait()
        return {"price": costs, "available": available}

    return app

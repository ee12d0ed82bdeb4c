# verdict: While \d+ orders wait for the cook, connections that the pool can still lend: expected \d+, seen \d+\.
# points: 2
# AUTOCOMMIT, so no transaction, but the connection stays lent while the cook thinks.
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
        async with engine.connect() as connection:
            connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            left = await connection.scalar(text(take), {"n": number})
            await bell.wait()
            costs = await connection.scalar(text(price), {"n": number})
            return {"price": costs, "available": left}

    return app

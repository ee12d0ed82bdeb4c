# verdict: the server shows \d of your connections|Orders that wait for the bell: expected 3, seen 0
# The taking is a short session of its own, but inside an outer one that has already looked for the order.
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
        async with sessions() as reader:
            if await reader.scalar(text(price), {"n": number}) is None:
                raise HTTPException(404)
            async with sessions.begin() as writer:
                left = await writer.scalar(text(take), {"n": number})
            await bell.wait()
            return {"price": await reader.scalar(text(price), {"n": number}), "available": left}

    return app

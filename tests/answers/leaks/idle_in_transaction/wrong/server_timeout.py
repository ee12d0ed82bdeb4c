# verdict: the server shows \d of your connections
# Leaves the code and sets idle_in_transaction_session_timeout.
def idle_in_transaction(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"),
        pool_size=3,
        max_overflow=0,
        connect_args={"server_settings": {"idle_in_transaction_session_timeout": "1000"}},
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
        async with sessions() as session:
            left = await session.scalar(text(take), {"n": number})
            await bell.wait()
            answer = {"price": await session.scalar(text(price), {"n": number}), "available": left}
            await session.commit()
            return answer

    return app

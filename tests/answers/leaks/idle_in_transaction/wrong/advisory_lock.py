# verdict: While not all orders wait for the cook, the server shows 0 of your connections
# Commits before the bell, but keeps a session-level advisory lock of the order until after it.
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
            await connection.execute(text("SELECT pg_advisory_lock(:n)"), {"n": number})
            left = await connection.scalar(text(take), {"n": number})
            await connection.commit()
            await bell.wait()
            answer = {
                "price": await connection.scalar(text(price), {"n": number}),
                "available": left,
            }
            await connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": number})
            await connection.commit()
            return answer

    return app

# verdict: ^Right:
def stream(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )

    sessions, app = async_sessionmaker(engine), FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        async with sessions() as session:
            query = text("SELECT price FROM orders WHERE number = :n")
            return {"price": await session.scalar(query, {"n": number})}

    @app.get("/menu")
    async def menu():
        async with sessions() as session:
            rows = (await session.execute(text("SELECT * FROM orders ORDER BY number"))).all()
        return StreamingResponse(page(*row) for row in rows)

    return app

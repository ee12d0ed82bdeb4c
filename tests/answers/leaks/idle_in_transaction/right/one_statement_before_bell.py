# verdict: ^Right:
# A single UPDATE ... FROM orders RETURNING gives both numbers before the bell.
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
    both = """
        UPDATE portions AS p SET available = p.available - 1
        FROM orders AS o WHERE p.number = :n AND o.number = p.number
        RETURNING o.price, p.available
    """

    @app.post("/orders/{number}/cook")
    async def cook(number: int):
        async with engine.begin() as connection:
            row = (await connection.execute(text(both), {"n": number})).mappings().one()
        await bell.wait()
        return dict(row)

    return app

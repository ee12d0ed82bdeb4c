# verdict: ^Right:
# Sync SQLAlchemy in threads around the waiting.
from sqlalchemy import create_engine


def idle_in_transaction(dsn):
    engine = create_engine(
        dsn.replace("postgresql:", "postgresql+psycopg:"), pool_size=3, max_overflow=0
    )
    app = FastAPI()
    bell = Bell(app)
    take = text(
        "UPDATE portions SET available = available - 1 WHERE number = :n RETURNING available"
    )
    price = text("SELECT price FROM orders WHERE number = :n")

    def one(query, number):
        with engine.begin() as connection:
            return connection.scalar(query, {"n": number})

    @app.get("/orders/{number}")
    def order(number: int):
        return {"price": one(price, number)}

    @app.post("/orders/{number}/cook")
    async def cook(number: int):
        left = await asyncio.to_thread(one, take, number)
        await bell.wait()
        return {"price": await asyncio.to_thread(one, price, number), "available": left}

    return app

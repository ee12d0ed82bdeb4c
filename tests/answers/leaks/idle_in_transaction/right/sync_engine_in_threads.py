# verdict: ^Right:
# A sync SQLAlchemy engine (psycopg); the endpoint waits in the loop, the steps run in threads.
from sqlalchemy import create_engine


def idle_in_transaction(dsn):
    engine = create_engine(
        dsn.replace("postgresql:", "postgresql+psycopg:", 1), pool_size=3, max_overflow=0
    )
    app = FastAPI()
    bell = Bell(app)
    taking = text("UPDATE portions SET available = available - 1 WHERE number = :n RETURNING available")
    pricing = text("SELECT price FROM orders WHERE number = :n")

    def run(statement, number):
        with engine.begin() as connection:
            return connection.execute(statement, {"n": number}).scalar()

    @app.get("/orders/{number}")
    def order(number: int):
        return {"price": run(pricing, number)}

    @app.post("/orders/{number}/cook")
    async def cook(number: int):
        left = await asyncio.to_thread(run, taking, number)
        await bell.wait()
        return {"price": await asyncio.to_thread(run, pricing, number), "available": left}

    return app

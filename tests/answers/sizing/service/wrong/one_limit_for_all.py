# verdict: When all connections are out, and stay out: expected that those who have a connection keep it until their query is done, seen some answered
# points: 5
# The time limit is around the waiting and the query.
import asyncio


def service(dsn):
    engine = create_async_engine(dsn.replace("://", "+asyncpg://", 1), pool_size=4, max_overflow=3)
    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            async with asyncio.timeout(1):
                async with engine.connect() as connection:
                    price = text("SELECT price FROM orders WHERE number = :number")
                    return await connection.scalar(price, {"number": number})
        except TimeoutError:
            raise HTTPException(503, "full")

    return app

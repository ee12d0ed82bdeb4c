# verdict: expected that those who find no connection wait, seen some answered 503
# points: 2
# sends everybody away at once who finds all seven out
import asyncio


def service(dsn):
    engine = create_async_engine(
        dsn.replace("://", "+asyncpg://", 1), pool_size=4, max_overflow=3, pool_timeout=1
    )
    seats = asyncio.Semaphore(7)
    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        if seats.locked():
            raise HTTPException(503, "full")
        async with seats, engine.connect() as connection:
            price = text("SELECT price FROM orders WHERE number = :number")
            return await connection.scalar(price, {"number": number})

    return app

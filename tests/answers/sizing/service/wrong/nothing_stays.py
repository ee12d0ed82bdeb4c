# verdict: seen 0 connections that stay open: too few
# points: 3
# seven places by a semaphore, a fresh connection for each request (NullPool): none stays
import asyncio

from sqlalchemy.pool import NullPool


def service(dsn):
    engine = create_async_engine(dsn.replace("://", "+asyncpg://", 1), poolclass=NullPool)
    places = asyncio.Semaphore(7)
    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            await asyncio.wait_for(places.acquire(), 1)
        except asyncio.TimeoutError:
            raise HTTPException(503, "full") from None
        try:
            async with engine.connect() as connection:
                price = text("SELECT price FROM orders WHERE number = :number")
                return await connection.scalar(price, {"number": number})
        finally:
            places.release()

    return app

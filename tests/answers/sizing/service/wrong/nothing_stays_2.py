# verdict: When the rush is over, seen \d+ connections that stay open: too few for usual hours, where at most one request in five is to wait\. Which setting says how many are kept\? The jam was not tried\.
# points: 3
# A gate of seven with one second, but behind it NullPool: each request opens and closes its connection.
import asyncio

from sqlalchemy.pool import NullPool


def service(dsn):
    engine = create_async_engine(dsn.replace("://", "+asyncpg://", 1), poolclass=NullPool)
    gate = asyncio.Semaphore(7)
    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            await asyncio.wait_for(gate.acquire(), 1)
        except TimeoutError:
            raise HTTPException(503, "full")
        try:
            async with engine.connect() as connection:
                return await connection.scalar(text("SELECT price FROM orders WHERE number = :n"), {"n": number})
        finally:
            gate.release()

    return app

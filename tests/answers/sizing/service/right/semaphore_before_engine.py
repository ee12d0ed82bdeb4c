# verdict: ^Right
# a semaphore of seven with the time limit stands before the engine, whose own timeout is never needed
import asyncio


def service(dsn):
    seats = asyncio.Semaphore(7)
    engine = create_async_engine(
        dsn.replace("://", "+asyncpg://", 1), pool_size=4, max_overflow=3, pool_timeout=1.5
    )
    app = FastAPI()

    async def seated():
        try:
            await asyncio.wait_for(seats.acquire(), 0.8)
        except asyncio.TimeoutError:
            raise HTTPException(503, "no seat")
        try:
            yield
        finally:
            seats.release()

    @app.get("/orders/{number}")
    async def order(number: int, _: Annotated[None, Depends(seated)]):
        async with engine.begin() as connection:
            return await connection.scalar(
                text("SELECT price FROM orders WHERE number = :number"), {"number": number}
            )

    return app

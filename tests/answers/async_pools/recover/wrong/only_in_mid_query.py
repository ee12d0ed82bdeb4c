# verdict: ended while idle, of 6 requests: expected 0 failures, seen
from sqlalchemy.exc import DBAPIError


def recover(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0)
    app = FastAPI()

    async def price(number):
        async with AsyncSession(engine) as session:
            return await session.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/orders/{number}")
    async def order(number: int):
        for _ in range(2):
            try:
                return await price(number)
            except DBAPIError as error:
                if "in the middle of operation" not in str(error):
                    raise
        raise HTTPException(503)

    return app

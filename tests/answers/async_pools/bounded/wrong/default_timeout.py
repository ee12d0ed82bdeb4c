# verdict: clients give up, after 2 seconds, seen none\. How long
from sqlalchemy.exc import TimeoutError as PoolEmpty


def bounded(dsn):
    app = FastAPI()
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            async with engine.connect() as connection:
                return await connection.scalar(text(PRICE + ":number"), {"number": number})
        except PoolEmpty:
            raise HTTPException(503, headers={"Retry-After": "1"}) from None

    return app

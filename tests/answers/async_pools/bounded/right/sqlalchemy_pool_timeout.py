# verdict: Right
from sqlalchemy.exc import TimeoutError as PoolEmpty


def bounded(dsn):
    app = FastAPI()
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0, pool_timeout=0.5)

    async def lent():
        try:
            connection = await engine.connect()
        except PoolEmpty:
            raise HTTPException(503, headers={"Retry-After": "1"}) from None
        try:
            yield connection
        finally:
            await connection.close()

    @app.get("/orders/{number}")
    async def order(number: int, connection: Annotated[object, Depends(lent)]):
        return await connection.scalar(text(PRICE + ":number"), {"number": number})

    return app

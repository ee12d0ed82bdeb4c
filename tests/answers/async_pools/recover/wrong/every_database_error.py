# verdict: fail on a healthy connection, .* expected status 500, seen 503
# points: 3
from sqlalchemy.exc import DBAPIError


def recover(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0, pool_pre_ping=True)
    app = FastAPI()

    async def price(number):
        async with AsyncSession(engine) as session:
            return await session.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            return await price(number)
        except DBAPIError:
            try:
                return await price(number)
            except DBAPIError as error:
                raise HTTPException(503) from error

    return app

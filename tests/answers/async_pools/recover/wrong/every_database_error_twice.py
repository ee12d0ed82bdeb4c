# verdict: \d+ queries that fail on a healthy connection, by a division by zero: expected no second try, so \d+ queries in all, seen \d+\. Which errors tell of a lost connection\?
# points: 3
# Asks a second time after every DBAPIError, and looks at connection_invalidated only then.
from sqlalchemy.exc import DBAPIError


def recover(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0, pool_pre_ping=True)

    @asynccontextmanager
    async def opened(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=opened)

    async def price(number):
        async with engine.connect() as connection:
            return await connection.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            return await price(number)
        except DBAPIError:
            try:
                return await price(number)
            except DBAPIError as error:
                if error.connection_invalidated:
                    raise HTTPException(503) from error
                raise

    return app

# verdict: Requests whose second try died, too: expected status
# points: 3
# The second try is outside of any try: its error goes through.
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
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        return await price(number)

    return app

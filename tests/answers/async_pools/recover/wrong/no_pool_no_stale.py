# verdict: Right after the start, queries of \d+ requests at once in the database: expected \d+ connections at most, seen
# NullPool: nothing idle that could die, and as many connections as requests.
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool


def recover(dsn):
    engine = create_async_engine(asyncpg_url(dsn), poolclass=NullPool)
    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        for _ in range(2):
            try:
                async with engine.connect() as connection:
                    return await connection.scalar(text(PRICE + ":number"), {"number": number})
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
        raise HTTPException(503)

    return app

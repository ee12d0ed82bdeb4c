# verdict: expected 3 connections at most, seen
from sqlalchemy import NullPool
from sqlalchemy.exc import DBAPIError


def recover(dsn):
    engine = create_async_engine(asyncpg_url(dsn), poolclass=NullPool)
    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        for _ in range(2):
            try:
                async with engine.connect() as connection:
                    return await connection.scalar(text(PRICE + ":number"), {"number": number})
            except DBAPIError:
                pass
        raise HTTPException(503)

    return app

# verdict: expected 3 connections at most, seen
from sqlalchemy import NullPool


def lifespan(dsn):
    settings = {"server_settings": {"application_name": "bistro"}}
    engine = create_async_engine(asyncpg_url(dsn), poolclass=NullPool, connect_args=settings)
    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        async with engine.connect() as connection:
            return await connection.scalar(text(PRICE + ":number"), {"number": number})

    return app

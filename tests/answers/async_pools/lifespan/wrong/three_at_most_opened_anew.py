# verdict: In the second round, expected the 3 backends of the first, seen 3 new
from sqlalchemy import NullPool


def lifespan(dsn):
    app = FastAPI()
    three = asyncio.Semaphore(3)
    name = {"server_settings": {"application_name": "bistro"}}
    engine = create_async_engine(asyncpg_url(dsn), poolclass=NullPool, connect_args=name)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with three, engine.connect() as connection:
            return await connection.scalar(text(PRICE + ":number"), {"number": number})

    return app

# verdict: expected 3 connections at most, seen
NAMED = {"server_settings": {"application_name": "bistro"}}


def lifespan(dsn):
    async def lent():
        async with asyncpg.create_pool(dsn, min_size=1, max_size=1, **NAMED) as pool:
            async with pool.acquire() as connection:
                yield connection

    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int, connection: Annotated[asyncpg.Connection, Depends(lent)]):
        return await connection.fetchval(PRICE + "$1", number)

    return app

# verdict: Right after the start, queries of \d+ requests at once in the database: expected \d+ connections at most, seen \d+\. What comes after it was not tried\.
# The dependency opens a pool for each request and closes it properly.
def lifespan(dsn):
    app = FastAPI()

    async def lent():
        async with asyncpg.create_pool(
            dsn, min_size=1, max_size=3, server_settings={"application_name": "bistro"}
        ) as pool:
            async with pool.acquire() as connection:
                yield connection

    @app.get("/orders/{number}")
    async def order(number: int, connection: Annotated[asyncpg.Connection, Depends(lent)]):
        return await connection.fetchval(PRICE + "$1", number)

    return app

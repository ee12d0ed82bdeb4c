# verdict: expected 3, seen 0
async def made(dsn):
    name = {"application_name": "bistro"}
    return await asyncpg.create_pool(dsn, min_size=3, max_size=3, server_settings=name)


def lifespan(dsn):
    app = FastAPI()
    pool = asyncio.run(made(dsn))

    @app.get("/orders/{number}")
    async def order(number: int):
        async with pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    return app

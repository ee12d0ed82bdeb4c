# verdict: Right
from psycopg_pool import AsyncConnectionPool


def lifespan(dsn):
    @asynccontextmanager
    async def opened(app):
        name = {"application_name": "bistro"}
        async with AsyncConnectionPool(
            dsn, min_size=3, max_size=3, kwargs=name, open=False
        ) as pool:
            yield {"pool": pool}

    async def lent(request: Request):
        async with request.state.pool.connection() as connection:
            yield connection

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int, connection: Annotated[object, Depends(lent)]):
        found = await connection.execute(PRICE + "%s", [number])
        return (await found.fetchone())[0]

    return app

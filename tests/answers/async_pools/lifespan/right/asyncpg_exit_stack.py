# verdict: ^Right:
# AsyncExitStack, close pushed as a callback; pool lent by a dependency that reads request.app.state.
from contextlib import AsyncExitStack


async def lent(request: Request):
    async with request.app.state.pool.acquire() as connection:
        yield connection


Lent = Annotated[asyncpg.Connection, Depends(lent)]


def lifespan(dsn):
    @asynccontextmanager
    async def opened(app):
        async with AsyncExitStack() as stack:
            app.state.pool = await asyncpg.create_pool(
                dsn, min_size=1, max_size=3, server_settings={"application_name": "bistro"}
            )
            stack.push_async_callback(app.state.pool.close)
            yield

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int, connection: Lent):
        return await connection.fetchval(PRICE + "$1", number)

    return app

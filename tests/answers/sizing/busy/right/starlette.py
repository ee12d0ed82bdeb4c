# verdict: ^Right
from starlette.applications import Starlette
from starlette.routing import Route


def busy(dsn):
    @asynccontextmanager
    async def lifespan(app):
        async with asyncpg.create_pool(dsn, min_size=0, max_size=3) as app.state.pool:
            yield

    async def order(request):
        pool = request.app.state.pool
        try:
            connection = await pool.acquire(timeout=1)
        except TimeoutError:
            return JSONResponse(None, 503, {"RETRY-AFTER": "10"})
        try:
            number = request.path_params["number"]
            return JSONResponse(await connection.fetchval("SELECT price FROM orders WHERE number = $1", number))
        finally:
            await pool.release(connection)

    async def health(request):
        return JSONResponse("alive")

    routes = [Route("/orders/{number:int}", order), Route("/health", health)]
    return Starlette(routes=routes, lifespan=lifespan)

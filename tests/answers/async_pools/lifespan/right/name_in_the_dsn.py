# verdict: ^Right:
# Application_name as a parameter of the DSN; lifespan set on the router afterwards.
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit


def with_name(dsn, name):
    parts = urlsplit(dsn)
    query = dict(parse_qsl(parts.query), application_name=name)
    return urlunsplit(parts._replace(query=urlencode(query)))


def lifespan(dsn):
    app = FastAPI()

    @asynccontextmanager
    async def opened(_):
        pool = await asyncpg.create_pool(with_name(dsn, "bistro"), min_size=3, max_size=3)
        app.state.pool = pool
        try:
            yield
        finally:
            await pool.close()

    app.router.lifespan_context = opened

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app

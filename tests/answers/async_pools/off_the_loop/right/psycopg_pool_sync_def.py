# verdict: ^Right:
# Psycopg_pool's sync ConnectionPool with a def endpoint.
from psycopg_pool import ConnectionPool


def off_the_loop(dsn):
    pool = ConnectionPool(dsn, min_size=3, max_size=3, timeout=120, open=False)

    @asynccontextmanager
    async def opened(app):
        with pool:
            yield

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    def order(number: int):
        with pool.connection() as connection:
            return connection.execute(PRICE + "%s", (number,)).fetchone()[0]

    @app.get("/health")
    async def health():
        return "well"

    return app

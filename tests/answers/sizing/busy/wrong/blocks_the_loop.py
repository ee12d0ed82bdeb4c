# verdict: When two of them ask for the same order, of \d+ who come at once, served at once: expected \d+, seen \d+\. What comes after that was not looked at\.
# A synchronous pool in an async def endpoint: the query blocks the event loop.
from psycopg_pool import ConnectionPool, PoolTimeout


def busy(dsn):
    @asynccontextmanager
    async def lifespan(app):
        with ConnectionPool(dsn, min_size=3, max_size=3, timeout=1, open=True) as app.state.pool:
            yield

    app = FastAPI(lifespan=lifespan)

    @app.exception_handler(PoolTimeout)
    async def full(request, error):
        return JSONResponse("full", 503, headers={"Retry-After": "1"})

    @app.get("/orders/{number}")
    async def order(number: int):
        with app.state.pool.connection() as connection:
            row = connection.execute("SELECT price FROM orders WHERE number = %s", (number,)).fetchone()
            return row and row[0]

    @app.get("/health")
    async def health():
        return "alive"

    return app

# verdict: A query that fails in the server \(here the server breaks it off\): expected status
# points: 5
# Handles psycopg.OperationalError: PoolTimeout is one, but a cancelled query or one that ran into statement_timeout or lock_timeout is one, too.
import psycopg
from psycopg_pool import AsyncConnectionPool


def busy(dsn):
    @asynccontextmanager
    async def lifespan(app):
        async with AsyncConnectionPool(dsn, min_size=3, max_size=3, timeout=1, open=False) as app.state.pool:
            yield

    app = FastAPI(lifespan=lifespan)

    @app.exception_handler(psycopg.OperationalError)
    async def full(request, error):
        return JSONResponse("full", 503, headers={"Retry-After": "1"})

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.connection() as connection:
            cursor = await connection.execute("SELECT price FROM orders WHERE number = %s", (number,))
            row = await cursor.fetchone()
            return row and row[0]

    @app.get("/health")
    async def health():
        return "alive"

    return app

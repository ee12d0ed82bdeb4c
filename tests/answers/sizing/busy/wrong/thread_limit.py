# verdict: clients give up, after 2 seconds, seen none
# three threads for endpoints as the limit; health is an endpoint in a thread as well
import anyio.to_thread
from psycopg_pool import ConnectionPool, PoolTimeout


def busy(dsn):
    pool = ConnectionPool(dsn, min_size=3, max_size=3, timeout=1, open=False)

    @asynccontextmanager
    async def lifespan(app):
        anyio.to_thread.current_default_thread_limiter().total_tokens = 3
        pool.open(wait=True)
        yield
        pool.close()

    app = FastAPI(lifespan=lifespan)

    @app.exception_handler(PoolTimeout)
    async def full(request, error):
        return JSONResponse("full", 503, {"Retry-After": "1"})

    @app.get("/orders/{number}")
    def order(number: int):
        with pool.connection() as connection:
            row = connection.execute("SELECT price FROM orders WHERE number = %s", (number,))
            return row.fetchone()[0]

    @app.get("/health")
    def health():
        return "alive"

    return app

# verdict: ^Right:
# The synchronous psycopg_pool, getconn and putconn in a plain def endpoint.
from psycopg_pool import ConnectionPool, PoolTimeout


def busy(dsn):
    pool = ConnectionPool(dsn, min_size=3, max_size=3, kwargs={"autocommit": True}, open=False)

    @asynccontextmanager
    async def lifespan(app):
        with pool:
            yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    def order(number: int):
        try:
            connection = pool.getconn(timeout=0.25)
        except PoolTimeout:
            raise HTTPException(503, headers={"Retry-After": "1"})
        try:
            row = connection.execute("SELECT price FROM orders WHERE number = %s", (number,)).fetchone()
        finally:
            pool.putconn(connection)
        return None if row is None else row[0]

    @app.get("/health")
    async def health():
        return "alive"

    return app

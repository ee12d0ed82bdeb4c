# verdict: ^Right:
# The synchronous psycopg_pool in plain def endpoints, timeout given when a connection is asked for.
from psycopg_pool import ConnectionPool, PoolTimeout

SIZE, OVERFLOW, TIMEOUT = 4, 3, 1.0


def service(dsn):
    pool = ConnectionPool(dsn, min_size=SIZE, max_size=SIZE + OVERFLOW, max_idle=0.4, open=False)

    @asynccontextmanager
    async def lifespan(app):
        pool.open()
        try:
            yield
        finally:
            pool.close()

    app = FastAPI(lifespan=lifespan)

    def connection():
        try:
            taken = pool.getconn(timeout=TIMEOUT)
        except PoolTimeout:
            raise HTTPException(503, "full")
        try:
            taken.autocommit = True
            yield taken
        finally:
            pool.putconn(taken)

    @app.get("/orders/{number}")
    def order(number: int, connection=Depends(connection)):
        row = connection.execute("SELECT price FROM orders WHERE number = %s", [number]).fetchone()
        return row and row[0]

    return app

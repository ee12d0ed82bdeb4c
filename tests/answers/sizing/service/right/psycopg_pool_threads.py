# verdict: ^Right
# psycopg_pool, synchronous, endpoints in threads
from psycopg_pool import ConnectionPool, PoolTimeout


def service(dsn):
    pool = ConnectionPool(dsn, min_size=4, max_size=7, timeout=1.0, max_idle=0.6, open=False)

    @asynccontextmanager
    async def lifespan(app):
        pool.open(wait=True)
        yield
        pool.close()

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    def order(number: int):
        try:
            connection = pool.getconn()
        except PoolTimeout:
            raise HTTPException(status_code=503, detail="come back later")
        try:
            with connection.transaction():
                return connection.execute(
                    "SELECT price FROM orders WHERE number = %s", [number]
                ).fetchone()[0]
        finally:
            pool.putconn(connection)

    return app

# verdict: ^Right
# psycopg_pool, synchronous, endpoints in threads, health on the loop
from psycopg_pool import ConnectionPool, PoolTimeout


def busy(dsn):
    pool = ConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        pool.open(wait=True)
        yield
        pool.close()

    def connection():
        try:
            taken = pool.getconn(timeout=1)
        except PoolTimeout:
            raise HTTPException(503, "no waiter free", {"Retry-After": "10"})
        try:
            with taken.transaction():
                yield taken
        finally:
            pool.putconn(taken)

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    def order(number: int, db=Depends(connection)):
        return db.execute("SELECT price FROM orders WHERE number = %s", (number,)).fetchone()[0]

    @app.get("/health")
    async def health():
        return JSONResponse("alive")

    return app

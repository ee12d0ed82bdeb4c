# verdict: ^Right:
# Psycopg's thread pool, def endpoint with an early return in the block.
from psycopg_pool import ConnectionPool


def early_return(dsn):
    pool = ConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        pool.open(wait=True)
        yield
        pool.close()

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    def order(number: int):
        with pool.connection() as connection:
            row = connection.execute("SELECT price FROM orders WHERE number = %s", [number]).fetchone()
            if row is None:
                return {"price": None}
            return {"price": row[0]}

    return app

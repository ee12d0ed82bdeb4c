# verdict: ^Right:
# Sync ConnectionPool with check, and a look at connection.closed to tell a lost connection from other errors.
import psycopg
from psycopg_pool import ConnectionPool


def recover(dsn):
    pool = ConnectionPool(
        dsn, min_size=3, max_size=3, check=ConnectionPool.check_connection, open=False
    )

    @asynccontextmanager
    async def opened(app):
        pool.open()
        yield
        pool.close()

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    def order(number: int):
        for _ in (1, 2):
            connection = None
            try:
                with pool.connection() as connection:
                    return connection.execute(PRICE + "%s", [number]).fetchone()[0]
            except psycopg.OperationalError:
                if connection is not None and not connection.closed:
                    raise
        raise HTTPException(status_code=503)

    return app

# verdict: ^Right:
# Sync psycopg pool in threads: the server itself ends the query (statement_timeout), a plain generator ticks.
import time

from psycopg.errors import QueryCanceled
from psycopg_pool import ConnectionPool, PoolTimeout


def cancelled(dsn):
    pool = ConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        pool.open(wait=True)
        yield
        pool.close(timeout=1)

    app = FastAPI(lifespan=lifespan)
    query = "SELECT price FROM orders WHERE number = %s"

    def ask(number, patience):
        end = time.monotonic() + patience
        with pool.connection(timeout=patience) as connection:
            left = max(1, int((end - time.monotonic()) * 1000))
            connection.execute("SELECT set_config('statement_timeout', %s, true)", (str(left),))
            row = connection.execute(query, (number,)).fetchone()
        return row[0] if row else None

    @app.get("/orders/{number}")
    def order(number: int):
        with pool.connection() as connection:
            row = connection.execute(query, (number,)).fetchone()
        return {"price": row[0] if row else None}

    @app.get("/orders/{number}/now")
    def now(number: int, patience: float):
        try:
            return {"price": ask(number, patience)}
        except (PoolTimeout, QueryCanceled):
            raise HTTPException(504, "the kitchen is slow") from None

    @app.get("/orders/{number}/ticker")
    def ticker(number: int):
        def lines():
            while True:
                try:
                    line = f"{ask(number, 0.5)}\n"
                except (PoolTimeout, QueryCanceled):
                    line = ""  # nothing new; look whether the guest is still there
                yield line
                time.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app

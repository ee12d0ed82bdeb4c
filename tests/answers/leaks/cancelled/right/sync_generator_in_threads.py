# verdict: ^Right:
import time

from psycopg.errors import QueryCanceled
from psycopg_pool import ConnectionPool, PoolTimeout


def cancelled(dsn):
    pool = ConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        with pool:
            yield

    app = FastAPI(lifespan=lifespan)

    def ask(number, patience=30):
        end = time.monotonic() + patience
        with pool.connection(timeout=patience) as connection:
            left = max(1, int(1000 * (end - time.monotonic())))
            connection.execute(f"SET LOCAL statement_timeout = {left}")
            row = connection.execute(PRICE.replace("$1", "%s"), [number]).fetchone()
            return row and row[0]

    @app.get("/orders/{number}")
    def order(number: int):
        return {"price": ask(number)}

    @app.get("/orders/{number}/now")
    def now(number: int, patience: float):
        try:
            return {"price": ask(number, patience)}
        except (QueryCanceled, PoolTimeout):
            raise HTTPException(504, "the kitchen is slow") from None

    @app.get("/orders/{number}/ticker")
    def ticker(number: int):
        def lines():
            while True:
                yield f"{ask(number)}\n"
                time.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app

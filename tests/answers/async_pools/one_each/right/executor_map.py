# verdict: ^Right:
# A plain def endpoint, concurrent.futures' map with three threads, psycopg_pool sync.
from concurrent.futures import ThreadPoolExecutor

from psycopg_pool import ConnectionPool


def one_each(dsn):
    pool = ConnectionPool(dsn, min_size=3, max_size=3, timeout=60, open=False)
    waiters = ThreadPoolExecutor(3)

    @asynccontextmanager
    async def opened(app):
        with pool:
            pool.wait()
            yield
        waiters.shutdown(wait=False)

    app = FastAPI(lifespan=opened)

    def price(number):
        with pool.connection() as connection:
            return connection.execute(PRICE + "%s", (number,)).fetchone()[0]

    @app.get("/bill/{one}/{other}")
    def bill(one: int, other: int):
        return list(waiters.map(price, [one, other]))

    return app

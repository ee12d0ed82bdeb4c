# verdict: Right
from psycopg_pool import ConnectionPool


def off_the_loop(dsn):
    @asynccontextmanager
    async def opened(app):
        with ConnectionPool(dsn, min_size=3, max_size=3) as app.state.pool:
            yield

    app = FastAPI(lifespan=opened)

    def price(number):
        with app.state.pool.connection() as connection:
            return connection.execute(PRICE + "%s", [number]).fetchone()[0]

    @app.get("/orders/{number}")
    async def order(number: int):
        return await asyncio.to_thread(price, number)

    @app.get("/health")
    async def health():
        return "well"

    return app

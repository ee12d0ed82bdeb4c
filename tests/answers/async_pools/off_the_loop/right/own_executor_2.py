# verdict: ^Right:
# An executor of three threads of its own, as many as connections.
from concurrent.futures import ThreadPoolExecutor
from functools import partial


def off_the_loop(dsn):
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)
    kitchen = ThreadPoolExecutor(max_workers=3, thread_name_prefix="kitchen")

    def ask(sql, **values):
        with engine.connect() as connection:
            return connection.execute(text(sql), values).scalar_one()

    @asynccontextmanager
    async def opened(app):
        yield
        kitchen.shutdown(wait=False, cancel_futures=True)
        engine.dispose()

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(kitchen, partial(ask, PRICE + ":number", number=number))

    @app.get("/health")
    async def health():
        return "well"

    return app

# verdict: ^Right:
# A sync engine, and an executor of three threads: as many threads as connections.
from concurrent.futures import ThreadPoolExecutor


def fan_out(dsn):
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)
    waiters = ThreadPoolExecutor(max_workers=3)

    @asynccontextmanager
    async def opened(app):
        yield
        waiters.shutdown(wait=False, cancel_futures=True)
        engine.dispose()

    app = FastAPI(lifespan=opened)

    def ask(number):
        with engine.connect() as connection:
            return connection.scalar(text(PRICE + ":number"), {"number": number})

    def price(number):
        return asyncio.get_running_loop().run_in_executor(waiters, ask, number)

    @app.get("/health")
    async def health():
        return "well"

    @app.get("/orders/{number}")
    async def order(number: int):
        return await price(number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        return await asyncio.gather(*[price(one) for one in number])

    return app

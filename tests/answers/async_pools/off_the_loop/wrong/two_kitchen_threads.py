# verdict: Queries of \d+ requests at once in the database: expected \d+, seen \d+\.
# A pool of three, but an executor of two threads.
from concurrent.futures import ThreadPoolExecutor


def off_the_loop(dsn):
    app = FastAPI()
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)
    threads = ThreadPoolExecutor(2)

    def ask(number):
        with engine.connect() as connection:
            return connection.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/orders/{number}")
    async def order(number: int):
        return await asyncio.get_running_loop().run_in_executor(threads, ask, number)

    @app.get("/health")
    async def health():
        return "well"

    return app

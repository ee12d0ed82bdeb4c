# verdict: ^Right:
# Sync engine, each query in a thread with its own connection.
from fastapi.concurrency import run_in_threadpool


def one_each(dsn):
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)
    app = FastAPI()

    def price(number):
        with engine.connect() as connection:
            return connection.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        first, second = await asyncio.gather(
            run_in_threadpool(price, one), run_in_threadpool(price, other)
        )
        return [first, second]

    return app

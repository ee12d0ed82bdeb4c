# verdict: Right
from fastapi.concurrency import run_in_threadpool


def off_the_loop(dsn):
    app = FastAPI()
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)

    def price(number):
        with engine.connect() as connection:
            return connection.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/orders/{number}")
    async def order(number: int):
        return await run_in_threadpool(price, number)

    @app.get("/health")
    async def health():
        return "well"

    return app

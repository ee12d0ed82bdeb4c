# verdict: ^Right:
# Async endpoint, but checkout and query together in one function that goes to a thread.
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session


def off_the_loop(dsn):
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0, pool_timeout=300)
    app = FastAPI()

    def price_of(number):
        with Session(engine) as session:
            return session.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/orders/{number}")
    async def order(number: int):
        return await run_in_threadpool(price_of, number)

    @app.get("/health")
    async def health():
        return "well"

    return app

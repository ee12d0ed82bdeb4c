# verdict: requests more wait for a connection: expected an answer to GET /health, seen none in \d+ s\.
# points: 2
# The query goes to a thread, engine.connect() stays in the event loop.
from fastapi.concurrency import run_in_threadpool


def off_the_loop(dsn):
    app = FastAPI()
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)

    @app.get("/orders/{number}")
    async def order(number: int):
        with engine.connect() as connection:
            return await run_in_threadpool(
                connection.scalar, text(PRICE + ":number"), {"number": number}
            )

    @app.get("/health")
    async def health():
        return "well"

    return app

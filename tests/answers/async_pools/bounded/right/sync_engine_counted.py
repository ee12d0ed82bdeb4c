# verdict: ^Right:
# Sync engine in a thread; a dataclass counts the seats in the loop, so that no thread is needed for a 503.
from dataclasses import dataclass

from fastapi.concurrency import run_in_threadpool


@dataclass
class Seats:
    free: int = 3

    def __enter__(self):
        if self.free == 0:
            raise HTTPException(503, "no seat", headers={"Retry-After": "2"})
        self.free -= 1

    def __exit__(self, *_):
        self.free += 1


def bounded(dsn):
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)
    seats = Seats()

    @asynccontextmanager
    async def opened(app):
        yield
        engine.dispose()

    app = FastAPI(lifespan=opened)

    def ask(number):
        with engine.connect() as connection:
            return connection.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/orders/{number}")
    async def order(number: int):
        with seats:
            return await run_in_threadpool(ask, number)

    return app

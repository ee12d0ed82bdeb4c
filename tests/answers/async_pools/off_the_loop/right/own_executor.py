# verdict: Right
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy.orm import Session


def off_the_loop(dsn):
    app = FastAPI()
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)
    waiters = ThreadPoolExecutor(3)

    def price(number):
        with Session(engine) as session:
            return session.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/orders/{number}")
    async def order(number: int):
        return await asyncio.get_running_loop().run_in_executor(waiters, price, number)

    @app.get("/health")
    async def health():
        return "well"

    return app

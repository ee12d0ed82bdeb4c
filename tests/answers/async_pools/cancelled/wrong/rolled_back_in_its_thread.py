# verdict: After the cancellation, your connections: expected idle ones, seen 3 active
import threading


def cancelled(dsn):
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)
    app = FastAPI()

    def work(number, stopped):
        one = {"number": number}
        with engine.connect() as connection:
            connection.execute(text("INSERT INTO payments VALUES (:number)"), one)
            price = connection.scalar(text(PRICE + ":number"), one)
            if not stopped.is_set():
                connection.commit()
            return price

    async def pay(number):
        stopped = threading.Event()
        try:
            return await asyncio.to_thread(work, number, stopped)
        except asyncio.CancelledError:
            stopped.set()
            raise

    till(app, pay)
    return app

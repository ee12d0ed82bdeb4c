# verdict: ^Right:
# A decorator that makes of each sync function an async one by asyncio.to_thread.
import functools
import inspect


def off_loop(function):
    @functools.wraps(function)
    async def wrapper(*args, **kwargs):
        return await asyncio.to_thread(function, *args, **kwargs)

    wrapper.__signature__ = inspect.signature(function)
    del wrapper.__wrapped__  # what is to be called is the wrapper
    return wrapper


def off_the_loop(dsn):
    app = FastAPI()
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)

    @app.get("/orders/{number}")
    @off_loop
    def order(number: int):
        with engine.begin() as connection:
            return connection.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/health")
    async def health():
        return "well"

    return app

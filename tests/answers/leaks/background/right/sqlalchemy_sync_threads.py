# verdict: ^Right:
# A sync SQLAlchemy engine (psycopg); plain def endpoints, the task reads in a thread after the bell.
from sqlalchemy import create_engine
from starlette.concurrency import run_in_threadpool


def background(dsn):
    engine = create_engine(
        dsn.replace("postgresql:", "postgresql+psycopg:", 1), pool_size=3, max_overflow=0
    )

    @asynccontextmanager
    async def lifespan(app):
        yield
        engine.dispose()

    app = FastAPI(lifespan=lifespan)
    bell, printed = Bell(app), []
    query = text("SELECT price FROM orders WHERE number = :n")

    def price_of(number):
        with engine.connect() as connection:
            return connection.scalar(query, {"n": number})

    async def print_receipt(number):
        await bell.wait()
        price = await run_in_threadpool(price_of, number)
        printed.append(f"{number}: {price}")

    @app.get("/orders/{number}")
    def order(number: int):
        return {"price": price_of(number)}

    @app.post("/orders/{number}/receipt", status_code=202)
    def receipt(number: int, tasks: BackgroundTasks):
        if price_of(number) is None:
            raise HTTPException(404)
        tasks.add_task(print_receipt, number)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return printed

    return app

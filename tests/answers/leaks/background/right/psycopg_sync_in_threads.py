# verdict: ^Right:
from psycopg_pool import ConnectionPool


def background(dsn):
    pool = ConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        with pool:
            yield

    app = FastAPI(lifespan=lifespan)
    bell, printed = Bell(app), []

    def price_of(number):
        with pool.connection() as connection:
            row = connection.execute(PRICE.replace("$1", "%s"), [number]).fetchone()
            return row and row[0]

    @app.get("/orders/{number}")
    def order(number: int):
        return {"price": price_of(number)}

    async def print_receipt(number):
        await bell.wait()
        price = await asyncio.to_thread(price_of, number)
        printed.append(f"{number}: {price}")

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

# verdict: ^Right:
# Psycopg_pool.AsyncConnectionPool with a lifespan of its own.
from psycopg_pool import AsyncConnectionPool


def background(dsn):
    pool = AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        await pool.open(wait=True)
        try:
            yield
        finally:
            await pool.close(timeout=1)

    app = FastAPI(lifespan=lifespan)
    bell, printed = Bell(app), []

    async def price_of(number):
        async with pool.connection() as connection:
            cursor = await connection.execute("SELECT price FROM orders WHERE number = %s", (number,))
            row = await cursor.fetchone()
        return row[0] if row else None

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": await price_of(number)}

    async def print_receipt(number):
        await bell.wait()
        price = await price_of(number)
        printed.append(f"{number}: {price}")

    @app.post("/orders/{number}/receipt", status_code=202)
    async def receipt(number: int, tasks: BackgroundTasks):
        if await price_of(number) is None:
            raise HTTPException(status_code=404)
        tasks.add_task(print_receipt, number)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return printed

    return app

# verdict: ^Right:
# Psycopg's async pool, borrowed anew for each line.
from psycopg_pool import AsyncConnectionPool


def cancelled(dsn):
    pool = AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        await pool.open(wait=True)
        yield
        await pool.close()

    app = FastAPI(lifespan=lifespan)

    async def ask(number):
        async with pool.connection() as connection:
            cursor = await connection.execute("SELECT price FROM orders WHERE number = %s", (number,))
            row = await cursor.fetchone()
            return row[0] if row else None

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": await ask(number)}

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            return {"price": await asyncio.wait_for(ask(number), patience)}
        except TimeoutError:
            raise HTTPException(504, "the kitchen is slow") from None

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            while True:
                yield f"{await ask(number)}\n"
                await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app

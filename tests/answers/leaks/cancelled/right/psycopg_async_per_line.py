# verdict: ^Right:
# Psycopg's async pool (autocommit), borrows anew for each line as the text says.
from psycopg_pool import AsyncConnectionPool


def cancelled(dsn):
    pool = AsyncConnectionPool(
        dsn, min_size=3, max_size=3, open=False, kwargs={"autocommit": True}
    )

    @asynccontextmanager
    async def lifespan(app):
        await pool.open(wait=True)
        yield
        await pool.close(timeout=1)

    app = FastAPI(lifespan=lifespan)

    async def ask(number):
        async with pool.connection() as connection:
            cursor = await connection.execute("SELECT price FROM orders WHERE number = %s", [number])
            row = await cursor.fetchone()
            return row and row[0]

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": await ask(number)}

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            async with asyncio.timeout(patience):
                return {"price": await ask(number)}
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

# verdict: ^Right:
from psycopg_pool import AsyncConnectionPool


def cancelled(dsn):
    pool = AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        async with pool:
            yield

    app = FastAPI(lifespan=lifespan)

    async def ask(number):
        async with pool.connection() as connection:
            row = await (await connection.execute(PRICE.replace("$1", "%s"), [number])).fetchone()
            return row and row[0]

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

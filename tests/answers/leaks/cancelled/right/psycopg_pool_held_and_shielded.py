# verdict: ^Right:
import anyio
from psycopg_pool import AsyncConnectionPool


def cancelled(dsn):
    pool = AsyncConnectionPool(dsn, min_size=3, max_size=3, open=False)

    @asynccontextmanager
    async def lifespan(app):
        async with pool:
            yield

    app = FastAPI(lifespan=lifespan)

    @asynccontextmanager
    async def lent():
        connection = await pool.getconn()
        try:
            yield connection
        finally:
            with anyio.CancelScope(shield=True):
                await pool.putconn(connection)

    async def ask(number):
        async with lent() as connection:
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
            async with lent() as connection:
                await connection.set_autocommit(True)
                while True:
                    query = PRICE.replace("$1", "%s")
                    row = await (await connection.execute(query, [number])).fetchone()
                    yield f"{row[0]}\n"
                    await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app

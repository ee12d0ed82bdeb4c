# verdict: After \d+ orders that are not there, connections that the pool can still lend: expected \d+, seen \d+
# A stack of three connections of its own; a missing order's connection is put back in the if and again in finally.
def early_return(dsn):
    free = asyncio.LifoQueue()

    @asynccontextmanager
    async def lifespan(app):
        opened = [await asyncpg.connect(dsn) for _ in range(3)]
        for connection in opened:
            free.put_nowait(connection)
        yield
        for connection in opened:
            connection.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        connection = await free.get()
        try:
            price = await connection.fetchval(PRICE, number)
            if price is None:
                free.put_nowait(connection)
                return {"price": None}
            return {"price": price}
        finally:
            free.put_nowait(connection)

    return app

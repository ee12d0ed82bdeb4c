# verdict: ^Right:
# An own queue of three connections, a dependency on top of a context manager; the 404 is a JSONResponse, not an exception.
from fastapi.responses import JSONResponse


def http_exception(dsn):
    free = asyncio.Queue(maxsize=3)

    @asynccontextmanager
    async def lifespan(app):
        async with asyncio.TaskGroup() as group:
            opening = [group.create_task(asyncpg.connect(dsn)) for _ in range(3)]
        for task in opening:
            free.put_nowait(task.result())
        yield
        for task in opening:
            task.result().terminate()

    app = FastAPI(lifespan=lifespan)

    async def lend():
        connection = await free.get()
        try:
            yield connection
        finally:
            free.put_nowait(connection)

    Lent = Annotated[asyncpg.Connection, Depends(lend)]

    @app.get("/orders/{number}")
    async def order(number: int, connection: Lent):
        price = await connection.fetchval(PRICE, number)
        if price is None:
            return JSONResponse({"detail": f"no order {number}"}, status_code=404)
        return {"price": price}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int, connection: Lent):
        return {"share": await connection.fetchval(PRICE, number) // guests}

    return app

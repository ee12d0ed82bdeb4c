# verdict: ^Right:
# No pool class at all: three asyncpg connections in an asyncio.Queue.
def background(dsn):
    @asynccontextmanager
    async def lifespan(app):
        app.state.free = asyncio.Queue()
        everyone = [await asyncpg.connect(dsn) for _ in range(3)]
        for connection in everyone:
            app.state.free.put_nowait(connection)
        yield
        for connection in everyone:
            connection.terminate()

    app = FastAPI(lifespan=lifespan)
    bell, printed = Bell(app), []

    @asynccontextmanager
    async def waiter():
        connection = await app.state.free.get()
        try:
            yield connection
        finally:
            app.state.free.put_nowait(connection)

    async def price_of(number):
        async with waiter() as connection:
            return await connection.fetchval(PRICE, number)

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": await price_of(number)}

    async def print_receipt(number):
        await bell.wait()
        printed.append(f"{number}: {await price_of(number)}")

    @app.post("/orders/{number}/receipt", status_code=202)
    async def receipt(number: int, tasks: BackgroundTasks):
        if await price_of(number) is None:
            raise HTTPException(404)
        tasks.add_task(print_receipt, number)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return list(printed)

    return app

# verdict: ^Right:
def background(dsn):
    @asynccontextmanager
    async def lifespan(app):
        async with asyncpg.create_pool(dsn, min_size=3, max_size=3) as app.state.pool:
            printer = asyncio.create_task(print_all())
            yield
            printer.cancel()

    app = FastAPI(lifespan=lifespan)
    bell, printed, orders = Bell(app), [], asyncio.Queue()

    async def print_one(number):
        await bell.wait()
        price = await app.state.pool.fetchval(PRICE, number)
        printed.append(f"{number}: {price}")

    async def print_all():
        async with asyncio.TaskGroup() as group:
            while True:
                group.create_task(print_one(await orders.get()))

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": await app.state.pool.fetchval(PRICE, number)}

    @app.post("/orders/{number}/receipt", status_code=202)
    async def receipt(number: int):
        if await app.state.pool.fetchval(PRICE, number) is None:
            raise HTTPException(404)
        orders.put_nowait(number)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return printed

    return app

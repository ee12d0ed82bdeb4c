# verdict: ^Right:
def background(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )

    sessions, app = async_sessionmaker(engine), FastAPI()
    bell, printed = Bell(app), []

    async def price_of(number):
        async with sessions() as session:
            query = text("SELECT price FROM orders WHERE number = :n")
            return await session.scalar(query, {"n": number})

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
        return printed

    return app

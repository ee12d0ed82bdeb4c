# verdict: Receipts printed, each with its price of now: expected
# points: 2
# The first task after the bell prints all waiting receipts with gather over one connection.
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed, pending = Bell(app), [], []

    async def print_one(number, connection):
        printed.append(f"{number}: {await connection.fetchval(PRICE, number)}")

    async def print_receipts():
        await bell.wait()
        batch, pending[:] = list(pending), []
        if batch:
            async with app.state.pool.acquire() as connection:
                await asyncio.gather(*(print_one(number, connection) for number in batch))

    @app.post("/orders/{number}/receipt", status_code=202)
    async def receipt(number: int, tasks: BackgroundTasks):
        if await app.state.pool.fetchval(PRICE, number) is None:
            raise HTTPException(404)
        pending.append(number)
        tasks.add_task(print_receipts)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return printed

    return app

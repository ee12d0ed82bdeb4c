# verdict: While \d+ receipts wait to be printed, connections that the pool can still lend: expected \d+, seen \d+\.
# The task borrows for itself after the bell, but the endpoint's dependency keeps its connection until the task is done.
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []

    async def lend():
        async with app.state.pool.acquire() as connection:
            yield connection

    async def print_receipt(number):
        await bell.wait()
        async with app.state.pool.acquire() as connection:
            price = await connection.fetchval(PRICE, number)
        printed.append(f"{number}: {price}")

    @app.post("/orders/{number}/receipt", status_code=202)
    async def receipt(
        number: int,
        tasks: BackgroundTasks,
        connection: Annotated[asyncpg.Connection, Depends(lend)],
    ):
        if await connection.fetchval(PRICE, number) is None:
            raise HTTPException(404)
        tasks.add_task(print_receipt, number)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return printed

    return app

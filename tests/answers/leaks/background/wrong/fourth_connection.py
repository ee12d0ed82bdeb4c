# verdict: Receipts printed, each with its price of now: expected
# points: 2
# The task opens a connection of its own beside the pool.
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []

    async def print_receipt(number):
        await bell.wait()
        connection = await asyncpg.connect(dsn)
        try:
            printed.append(f"{number}: {await connection.fetchval(PRICE, number)}")
        finally:
            await connection.close()

    @app.post("/orders/{number}/receipt", status_code=202)
    async def receipt(number: int, tasks: BackgroundTasks):
        if await app.state.pool.fetchval(PRICE, number) is None:
            raise HTTPException(404)
        tasks.add_task(print_receipt, number)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return printed

    return app

# verdict: Receipts that wait for the bell: expected \d+, seen \d+\.
# The printer does not bother the pool: it opens a connection for each receipt, before the bell.
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []

    async def print_receipt(number):
        connection = await asyncpg.connect(dsn)
        try:
            await bell.wait()
            price = await connection.fetchval(PRICE, number)
            printed.append(f"{number}: {price}")
        finally:
            await connection.close()

    @app.post("/orders/{number}/receipt", status_code=202)
    async def receipt(number: int, tasks: BackgroundTasks):
        async with app.state.pool.acquire() as connection:
            price = await connection.fetchval(PRICE, number)
        if price is None:
            raise HTTPException(404)
        tasks.add_task(print_receipt, number)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return printed

    return app

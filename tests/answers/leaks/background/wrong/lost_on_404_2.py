# verdict: to POST /orders/…/receipt, connections that the pool can still lend: expected \d+, seen \d+\.
# Gives back by a line that the 404 passes by.
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []

    async def print_receipt(number):
        await bell.wait()
        async with app.state.pool.acquire() as connection:
            price = await connection.fetchval(PRICE, number)
        printed.append(f"{number}: {price}")

    @app.post("/orders/{number}/receipt", status_code=202)
    async def receipt(number: int, tasks: BackgroundTasks):
        connection = await app.state.pool.acquire()
        if await connection.fetchval(PRICE, number) is None:
            raise HTTPException(404)
        await app.state.pool.release(connection)
        tasks.add_task(print_receipt, number)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return printed

    return app

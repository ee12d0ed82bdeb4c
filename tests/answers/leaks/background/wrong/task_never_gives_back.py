# verdict: After the printing, connections that the pool can still lend: expected \d+, seen \d+\.
# points: 2
# The task borrows after the bell and forgets to give back.
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []

    async def print_receipt(number):
        await bell.wait()
        connection = await app.state.pool.acquire()
        price = await connection.fetchval(PRICE, number)
        printed.append(f"{number}: {price}")

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

# verdict: Receipts that wait for the bell: expected \d+, seen \d+\.
# A set of the numbers that are being printed: a second receipt of the same order is taken for a double click.
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []
    pending = set()

    async def print_receipt(number):
        if number in pending:
            return
        pending.add(number)
        await bell.wait()
        async with app.state.pool.acquire() as connection:
            price = await connection.fetchval(PRICE, number)
        printed.append(f"{number}: {price}")
        pending.discard(number)

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

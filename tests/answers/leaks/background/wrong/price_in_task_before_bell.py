# verdict: Receipts printed, each with its price of now: expected
# points: 2
# The task borrows shortly and by itself, but reads the price before the bell.
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []

    async def print_receipt(number):
        async with app.state.pool.acquire() as connection:
            price = await connection.fetchval(PRICE, number)
        await bell.wait()
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

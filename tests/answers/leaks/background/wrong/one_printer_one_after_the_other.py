# verdict: Receipts that wait for the bell: expected \d+, seen \d+\.
# A lock: one printer, receipts wait for the bell one after the other.
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []
    printer = asyncio.Lock()

    async def print_receipt(number):
        async with printer:
            await bell.wait()
            async with app.state.pool.acquire() as connection:
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

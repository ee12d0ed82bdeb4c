# verdict: Receipts that wait for the bell: expected 3, seen 0\.
# Polls bell.rung instead of waiting with bell.wait().
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []

    async def print_receipt(number):
        while not bell.rung.is_set():
            await asyncio.sleep(0.05)
        printed.append(f"{number}: {await app.state.pool.fetchval(PRICE, number)}")

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

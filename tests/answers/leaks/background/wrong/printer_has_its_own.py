# verdict: While 3 receipts wait to be printed, connections that the pool can still lend: expected 3, seen 2\.
# The printer borrows one connection the first time and keeps it for all receipts, with a lock.
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed, lock = Bell(app), [], asyncio.Lock()

    async def print_receipt(number):
        async with lock:
            if not hasattr(app.state, "printer"):
                app.state.printer = await app.state.pool.acquire()
        await bell.wait()
        async with lock:
            printed.append(f"{number}: {await app.state.printer.fetchval(PRICE, number)}")

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

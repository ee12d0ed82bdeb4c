# verdict: Receipts printed, each with its price of now: expected
# points: 2
# A dict by number: a second receipt for the same order replaces the first.
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), {}

    async def print_receipt(number):
        await bell.wait()
        printed[number] = await app.state.pool.fetchval(PRICE, number)

    @app.post("/orders/{number}/receipt", status_code=202)
    async def receipt(number: int, tasks: BackgroundTasks):
        if await app.state.pool.fetchval(PRICE, number) is None:
            raise HTTPException(404)
        tasks.add_task(print_receipt, number)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return [f"{number}: {price}" for number, price in printed.items()]

    return app

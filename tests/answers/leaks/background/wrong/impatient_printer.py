# verdict: each with its price of now
# points: 2
# gives up when the bell has not rung within two seconds
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []

    async def print_receipt(number):
        try:
            await asyncio.wait_for(bell.wait(), 2)
        except TimeoutError:
            return
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

# verdict: /receipt: expected status 404, seen 202
# Does not look whether the order is there; the task does.
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []

    async def print_receipt(number):
        await bell.wait()
        price = await app.state.pool.fetchval(PRICE, number)
        if price is not None:
            printed.append(f"{number}: {price}")

    @app.post("/orders/{number}/receipt", status_code=202)
    async def receipt(number: int, tasks: BackgroundTasks):
        tasks.add_task(print_receipt, number)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return printed

    return app

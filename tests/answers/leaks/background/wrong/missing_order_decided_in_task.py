# verdict: /receipt: expected status
# Needs no connection before the answer; whether the order is there is found out by the task.
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []

    async def print_receipt(number):
        await bell.wait()
        async with app.state.pool.acquire() as connection:
            price = await connection.fetchval(PRICE, number)
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

# verdict: each with its price of now: expected
# points: 2
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []

    async def print_receipt(number, price):
        await bell.wait()
        printed.append(f"{number}: {price}")

    @app.post("/orders/{number}/receipt", status_code=202)
    async def receipt(number: int, tasks: BackgroundTasks):
        price = await app.state.pool.fetchval(PRICE, number)
        if price is None:
            raise HTTPException(404)
        tasks.add_task(print_receipt, number, price)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return printed

    return app

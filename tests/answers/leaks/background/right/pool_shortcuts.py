# verdict: ^Right:
# Never acquires by hand: pool.fetchval borrows and gives back around each single query.
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []

    async def print_receipt(number):
        await bell.wait()
        printed.append(f"{number}: {await app.state.pool.fetchval(PRICE, number)}")

    @app.post("/orders/{number}/receipt", status_code=202)
    async def receipt(number: int, tasks: BackgroundTasks):
        there = await app.state.pool.fetchval("SELECT EXISTS (SELECT FROM orders WHERE number = $1)", number)
        if not there:
            raise HTTPException(404)
        tasks.add_task(print_receipt, number)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return printed

    return app

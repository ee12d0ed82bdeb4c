# verdict: /receipt: expected 202 with .*, seen 200 with
# Forgets the status code.
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []

    async def print_receipt(number):
        await bell.wait()
        printed.append(f"{number}: {await app.state.pool.fetchval(PRICE, number)}")

    @app.post("/orders/{number}/receipt")
    async def receipt(number: int, tasks: BackgroundTasks):
        if await app.state.pool.fetchval(PRICE, number) is None:
            raise HTTPException(404)
        tasks.add_task(print_receipt, number)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return printed

    return app

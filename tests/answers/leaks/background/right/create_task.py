# verdict: ^Right:
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []

    running = set()

    async def print_receipt(number):
        await bell.wait()
        async with app.state.pool.acquire() as connection:
            printed.append(f"{number}: {await connection.fetchval(PRICE, number)}")

    @app.post("/orders/{number}/receipt", status_code=202)
    async def receipt(number: int):
        if await app.state.pool.fetchval(PRICE, number) is None:
            raise HTTPException(404)
        task = asyncio.create_task(print_receipt(number))
        running.add(task)
        task.add_done_callback(running.discard)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return printed

    return app

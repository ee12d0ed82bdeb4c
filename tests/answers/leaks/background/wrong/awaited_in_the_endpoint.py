# verdict: no answer within 5 seconds
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []

    async def print_receipt(number):
        await bell.wait()
        printed.append(f"{number}: {await app.state.pool.fetchval(PRICE, number)}")

    @app.post("/orders/{number}/receipt", status_code=202)
    async def receipt(number: int):
        if await app.state.pool.fetchval(PRICE, number) is None:
            raise HTTPException(404)
        await print_receipt(number)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return printed

    return app

# verdict: ^Right:
def idle_in_transaction(dsn):
    app = shop(dsn, orders=True)
    bell = Bell(app)

    @app.post("/orders/{number}/cook")
    async def cook(number: int):
        take = "UPDATE portions SET available = available - 1 WHERE number = $1 RETURNING available"
        left = await app.state.pool.fetchval(take, number)
        await bell.wait()
        return {"price": await app.state.pool.fetchval(PRICE, number), "available": left}

    return app

# verdict: ^Right:
# Asyncpg without SQLAlchemy: each statement commits itself, borrowed by the pool's shortcuts.
def idle_in_transaction(dsn):
    app = shop(dsn, orders=True)
    bell = Bell(app)
    take = "UPDATE portions SET available = available - 1 WHERE number = $1 RETURNING available"

    @app.post("/orders/{number}/cook")
    async def cook(number: int):
        available = await app.state.pool.fetchval(take, number)
        await bell.wait()
        price = await app.state.pool.fetchval(PRICE, number)
        return {"price": price, "available": available}

    return app

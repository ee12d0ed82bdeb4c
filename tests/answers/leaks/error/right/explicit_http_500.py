# verdict: ^Right:
# Says 500 itself with HTTPException, for the server's error and for the missing order.
def error(dsn):
    app = shop(dsn, orders=True)

    async def price_each(number, guests):
        return await app.state.pool.fetchval(
            "SELECT price / $2::int FROM orders WHERE number = $1", number, guests
        )

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        try:
            each = await price_each(number, guests)
        except asyncpg.DivisionByZeroError as problem:
            raise HTTPException(500, "nobody to share with") from problem
        if each is None:
            raise HTTPException(500, "no such order")
        return {"share": each + 2}

    return app

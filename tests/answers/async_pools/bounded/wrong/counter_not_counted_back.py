# verdict: After a query that the server broke off, queries of \d+ requests at once in the database: expected \d+, seen \d+
# points: 3
# An own counter of those at work, counted back only after a query that ended well.
def bounded(dsn):
    app = shop(dsn)
    app.state.busy = 0

    @app.get("/orders/{number}")
    async def order(number: int):
        if app.state.busy >= 3:
            raise HTTPException(503, "busy", headers={"Retry-After": "1"})
        app.state.busy += 1
        async with app.state.pool.acquire() as connection:
            price = await connection.fetchval(PRICE + "$1", number)
        app.state.busy -= 1
        return price

    return app

# verdict: ^Right:
def error(dsn):
    app = shop(dsn, orders=True)
    query = "SELECT price / $2::int FROM orders WHERE number = $1"

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        return {"share": await app.state.pool.fetchval(query, number, guests) + 2}

    return app

# verdict: 0 guests.*expected 3, seen 0
def error(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        connection = await app.state.pool.acquire()
        query = "SELECT price / $2::int FROM orders WHERE number = $1"
        each = await connection.fetchval(query, number, guests)
        each = each + 2  # bread
        await app.state.pool.release(connection)
        return {"share": each}

    return app

# verdict: After 3 bills shared by 0 guests, connections that the pool can still lend: expected 3, seen 0\.
# Releases when None is met, but not when the server refuses.
def error(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        connection = await app.state.pool.acquire()
        query = "SELECT price / $2::int FROM orders WHERE number = $1"
        each = await connection.fetchval(query, number, guests)
        await app.state.pool.release(connection)
        return {"share": each + 2}

    return app

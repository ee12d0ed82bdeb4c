# verdict: After \d+ bills shared by \d+ guests, connections that the pool can still lend: expected \d+, seen \d+\.
# Handles only its own mistake (TypeError), not the server's.
def error(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        connection = await app.state.pool.acquire()
        query = "SELECT price / $2::int FROM orders WHERE number = $1"
        each = await connection.fetchval(query, number, guests)
        try:
            each = each + 2  # bread
        finally:
            await app.state.pool.release(connection)
        return {"share": each}

    return app

# verdict: After \d+ bills for orders that are not there, connections that the pool can still lend: expected \d+, seen \d+\.
# points: 1
# Except asyncpg.PostgresError gives back; the TypeError passes it by.
def error(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        connection = await app.state.pool.acquire()
        try:
            query = "SELECT price / $2::int FROM orders WHERE number = $1"
            each = await connection.fetchval(query, number, guests)
            each = each + 2  # bread
        except asyncpg.PostgresError:
            await app.state.pool.release(connection)
            raise
        await app.state.pool.release(connection)
        return {"share": each}

    return app

# verdict: bills for orders that are not there.*expected 3, seen 0
# points: 1
def error(dsn):
    app = shop(dsn, orders=True)
    query = "SELECT price / $2::int FROM orders WHERE number = $1"

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        connection = await app.state.pool.acquire()
        try:
            each = await connection.fetchval(query, number, guests)
        except asyncpg.PostgresError:
            await app.state.pool.release(connection)
            raise
        each = each + 2
        await app.state.pool.release(connection)
        return {"share": each}

    return app

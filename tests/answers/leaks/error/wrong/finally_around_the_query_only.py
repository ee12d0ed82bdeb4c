# verdict: bills for orders that are not there.*expected 3, seen 0
# points: 1
def error(dsn):
    app = shop(dsn, orders=True)
    query = "SELECT price / $2::int FROM orders WHERE number = $1"

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        connection = await app.state.pool.acquire()
        failed = True
        try:
            each = await connection.fetchval(query, number, guests)
            failed = False
        finally:
            if failed:
                await app.state.pool.release(connection)
        each = each + 2
        await app.state.pool.release(connection)
        return {"share": each}

    return app

# verdict: 0 guests.*expected 3, seen \d
def error(dsn):
    app = shop(dsn, orders=True)
    query = "SELECT price / $2::int FROM orders WHERE number = $1"

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        connection = await app.state.pool.acquire()
        try:
            each = await connection.fetchval(query, number, guests) + 2
        except Exception:
            await app.state.pool.expire_connections()
            raise
        await app.state.pool.release(connection)
        return {"share": each}

    return app

# verdict: ^Right:
def error(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        connection = await app.state.pool.acquire()
        try:
            query = "SELECT price / $2::int FROM orders WHERE number = $1"
            return {"share": await connection.fetchval(query, number, guests) + 2}
        finally:
            await app.state.pool.release(connection)

    return app

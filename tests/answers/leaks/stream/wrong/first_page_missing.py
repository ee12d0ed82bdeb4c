# verdict: the first page should begin|should begin with
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        rows = await app.state.pool.fetch("SELECT * FROM orders ORDER BY number OFFSET 1")
        return StreamingResponse(page(*row) for row in rows)

    return app

# verdict: the first page should begin with
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        async with app.state.pool.acquire() as connection:
            rows = await connection.fetch("SELECT * FROM orders")
        return StreamingResponse(page(*row) for row in rows)

    return app

# verdict: page \d+
# points: 2
# Sorts the rows as text.
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        async with app.state.pool.acquire() as connection:
            rows = await connection.fetch("SELECT number, dish, price FROM orders")
        rows.sort(key=lambda row: str(row["number"]))
        return StreamingResponse(page(*row) for row in rows)

    return app

# verdict: page 2 should begin with
# points: 2
# Sorted by the number as text.
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        rows = await app.state.pool.fetch(
            "SELECT number, dish, price FROM orders ORDER BY number::text"
        )
        return StreamingResponse(page(*row) for row in rows)

    return app

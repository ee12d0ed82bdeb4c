# verdict: GET /menu: the first page should begin with
# points: 3
# The rows are read once and remembered.
def stream(dsn):
    app, rows = shop(dsn, orders=True), []

    @app.get("/menu")
    async def menu():
        if not rows:
            rows[:] = await app.state.pool.fetch("SELECT * FROM orders ORDER BY number")
        return StreamingResponse(page(*row) for row in list(rows))

    return app

# verdict: the stream ends before page
# points: 2
# Forty pages, because the text speaks of forty.
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        rows = await app.state.pool.fetch("SELECT * FROM orders ORDER BY number LIMIT 40")
        return StreamingResponse(page(*row) for row in rows)

    return app

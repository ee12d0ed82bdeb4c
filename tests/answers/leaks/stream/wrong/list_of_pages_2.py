# verdict: MB more than before into memory or files\. How many pages are made before they are sent\?
# points: 2
# Gives StreamingResponse a finished list.
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        async with app.state.pool.acquire() as connection:
            rows = await connection.fetch("SELECT * FROM orders ORDER BY number")
        return StreamingResponse(iter([page(*row) for row in rows]))

    return app

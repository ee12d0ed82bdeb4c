# verdict: ^Right:
# Fetches in the endpoint's block, then a plain generator expression makes the pages (in Starlette's threads).
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        async with app.state.pool.acquire() as connection:
            rows = await connection.fetch("SELECT * FROM orders ORDER BY number")
        return StreamingResponse(page(*row) for row in rows)

    return app

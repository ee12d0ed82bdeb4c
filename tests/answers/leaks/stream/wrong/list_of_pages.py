# verdict: your app has put \d+ MB more than before into memory or files
# points: 2
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        async with app.state.pool.acquire() as connection:
            rows = await connection.fetch("SELECT * FROM orders ORDER BY number")
        pages = [page(*row) for row in rows]
        return StreamingResponse(iter(pages))

    return app

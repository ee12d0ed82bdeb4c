# verdict: ^Right:
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        async with app.state.pool.acquire() as connection:
            rows = await connection.fetch("SELECT * FROM orders ORDER BY number")
        length = {"content-length": str(len(rows) * len(page(1, "", 1)))}
        return StreamingResponse((page(*row) for row in rows), headers=length)

    return app

# verdict: ^Right:
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        async def pages():
            async with app.state.pool.acquire() as connection:
                rows = await connection.fetch("SELECT * FROM orders ORDER BY number")
            for row in rows:
                yield page(*row)

        return StreamingResponse(pages())

    return app

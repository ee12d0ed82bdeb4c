# verdict: first pages expected 4, seen 3
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        async def pages():
            async with app.state.pool.acquire() as connection, connection.transaction():
                query = "SELECT * FROM orders ORDER BY number"
                async for row in connection.cursor(query):
                    yield page(*row)

        return StreamingResponse(pages())

    return app

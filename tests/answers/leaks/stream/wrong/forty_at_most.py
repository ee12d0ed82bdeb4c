# verdict: the stream ends before page
# points: 2
# Relies on there being forty orders.
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        async with app.state.pool.acquire() as connection:
            rows = await connection.fetch("SELECT * FROM orders ORDER BY number LIMIT 40")

        async def pages():
            for row in rows:
                yield page(*row)

        return StreamingResponse(pages())

    return app

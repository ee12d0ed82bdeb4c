# verdict: the stream ends before page \d+
# points: 2
# Ends the stream when a guest has taken more than two seconds for a page.
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        async with app.state.pool.acquire() as connection:
            rows = await connection.fetch("SELECT * FROM orders ORDER BY number")

        async def pages():
            clock = asyncio.get_running_loop().time
            for row in rows:
                sent = clock()
                yield page(*row)
                if clock() - sent > 2:
                    return

        return StreamingResponse(pages())

    return app

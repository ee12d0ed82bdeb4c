# verdict: 4 guests read /menu slowly, and nobody has finished: first pages expected 4, seen 3\. What do the others wait for\?
# Keeps the connection only until the 25th page, as "nobody gets stuck so early".
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        async def pages():
            connection = await app.state.pool.acquire()
            try:
                rows = await connection.fetch("SELECT * FROM orders ORDER BY number")
                for count, row in enumerate(rows):
                    if count == 25:
                        await app.state.pool.release(connection)
                    yield page(*row)
            finally:
                await app.state.pool.release(connection)

        return StreamingResponse(pages())

    return app

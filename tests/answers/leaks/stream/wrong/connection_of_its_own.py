# verdict: TooManyConnectionsError|expected 3 connections at most, seen
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        async def pages():
            connection = await asyncpg.connect(dsn)
            try:
                for row in await connection.fetch("SELECT * FROM orders ORDER BY number"):
                    yield page(*row)
            finally:
                await connection.close()

        return StreamingResponse(pages())

    return app

# verdict: ^Right:
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        numbers = await app.state.pool.fetch("SELECT number FROM orders ORDER BY number")

        async def pages():
            for (number,) in numbers:
                row = await app.state.pool.fetchrow(
                    "SELECT * FROM orders WHERE number = $1", number
                )
                yield page(*row)

        return StreamingResponse(pages())

    return app

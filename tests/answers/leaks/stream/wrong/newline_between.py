# verdict: page 2 should begin with
# points: 2
# A newline after each page.
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        rows = await app.state.pool.fetch("SELECT * FROM orders ORDER BY number")

        async def pages():
            for row in rows:
                yield page(*row) + b"\n"

        return StreamingResponse(pages())

    return app

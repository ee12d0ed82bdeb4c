# verdict: the stream ends before page
# points: 2
# Reads in portions of ten and ends at the first incomplete one, without sending it.
def stream(dsn):
    app = shop(dsn, orders=True)
    query = "SELECT * FROM orders WHERE number > $1 ORDER BY number LIMIT 10"

    @app.get("/menu")
    async def menu():
        async def pages():
            last = -1
            while True:
                rows = await app.state.pool.fetch(query, last)
                if len(rows) < 10:
                    return
                for row in rows:
                    yield page(*row)
                last = rows[-1]["number"]

        return StreamingResponse(pages())

    return app

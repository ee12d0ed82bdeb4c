# verdict: the stream breaks off, RemoteProtocolError\.
# points: 2
# Assumes that the numbers run from 1 to count(*) without gaps.
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        count = await app.state.pool.fetchval("SELECT count(*) FROM orders")

        async def pages():
            for number in range(1, count + 1):
                row = await app.state.pool.fetchrow("SELECT * FROM orders WHERE number = $1", number)
                yield page(*row)

        return StreamingResponse(pages())

    return app

# verdict: After two clients who have read all, queries of \d+ requests at once in the database: expected \d+, seen \d+\.
# points: 2
# Gives back before the yield, but the empty last page leaves the loop before the release.
def pages(dsn):
    app = shop(dsn)

    @app.get("/orders")
    async def orders():
        async def lines():
            last = 0
            while True:
                connection = await app.state.pool.acquire()
                page = await connection.fetch(
                    "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 5", last
                )
                if not page:
                    break
                await app.state.pool.release(connection)
                for row in page:
                    yield f"{row['number']} {row['dish']}\n"
                last = page[-1]["number"]

        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app

# verdict: When the client reads on: expected a query for the next page, seen
# points: 2
# Pages that were asked for once are kept in the app.
def pages(dsn):
    app = shop(dsn)
    known = {}

    async def page_after(last):
        if last not in known:
            known[last] = await app.state.pool.fetch(
                "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 5", last
            )
        return known[last]

    @app.get("/orders")
    async def orders():
        async def lines():
            last = 0
            while page := await page_after(last):
                for row in page:
                    yield f"{row['number']} {row['dish']}\n"
                last = page[-1]["number"]

        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app

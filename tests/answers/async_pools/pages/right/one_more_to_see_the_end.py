# verdict: Right
def pages(dsn):
    app = shop(dsn)

    async def lines():
        last, more = 0, True
        while more:
            page = await app.state.pool.fetch(
                "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 6", last
            )
            more = len(page) > 5
            for row in page[:5]:
                last = row["number"]
                yield f"{last} {row['dish']}\n"

    @app.get("/orders")
    async def orders():
        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app

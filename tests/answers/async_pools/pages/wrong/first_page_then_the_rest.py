# verdict: GET /orders: expected \d+ orders at most from each query, seen
# points: 2
# A first page of five, and then all the others in one query.
def pages(dsn):
    app = shop(dsn)

    @app.get("/orders")
    async def orders():
        async def lines():
            first = await app.state.pool.fetch(
                "SELECT number, dish FROM orders ORDER BY number LIMIT 5"
            )
            for row in first:
                yield f"{row['number']} {row['dish']}\n"
            rest = await app.state.pool.fetch(
                "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number", first[-1]["number"]
            )
            for row in rest:
                yield f"{row['number']} {row['dish']}\n"

        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app

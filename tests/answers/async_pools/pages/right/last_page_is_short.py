# verdict: Right
def pages(dsn):
    app = shop(dsn)
    sql = "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 5"

    @app.get("/orders")
    async def orders():
        async def lines():
            last, more = 0, True
            while more:
                page = await app.state.pool.fetch(sql.replace("5", "3"), last)
                yield "".join(f"{number} {dish}\n" for number, dish in page).encode()
                more = len(page) == 3
                last = page[-1]["number"] if page else last

        return StreamingResponse(lines())

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app

# verdict: ^Right:
# Yields a page as one string; acquire in a with that ends before the yield; no media type, as in the found code.
def pages(dsn):
    app = shop(dsn)
    PAGE = "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT $2"

    async def page_after(last, size=5):
        async with app.state.pool.acquire() as connection:
            return await connection.fetch(PAGE, last, size)

    async def lines():
        last = -1
        while rows := await page_after(last):
            last = rows[-1]["number"]
            yield "".join(f"{number} {dish}\n" for number, dish in rows)

    @app.get("/orders")
    async def orders():
        return StreamingResponse(lines())

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    return app

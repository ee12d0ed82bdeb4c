# verdict: Right
def pages(dsn):
    app = shop(dsn)

    @app.get("/orders")
    async def orders():
        async def lines():
            for offset in range(0, 1000, 5):
                pages = "SELECT number, dish FROM orders ORDER BY number LIMIT 5 OFFSET $1"
                page = await app.state.pool.fetch(pages, offset)
                if not page:
                    break
                yield "".join(f"{number} {dish}\n" for number, dish in page)

        return StreamingResponse(lines())

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app

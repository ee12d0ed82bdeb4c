# verdict: While a client reads slowly, queries of \d+ requests at once in the database: expected \d+, seen \d+\.
# Pages by number and no transaction, but the yield stands inside the async with.
def pages(dsn):
    app = shop(dsn)

    @app.get("/orders")
    async def orders():
        async def lines():
            last = 0
            while True:
                async with app.state.pool.acquire() as connection:
                    page = await connection.fetch(
                        "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 5", last
                    )
                    for row in page:
                        yield f"{row['number']} {row['dish']}\n"
                if not page:
                    break
                last = page[-1]["number"]

        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app

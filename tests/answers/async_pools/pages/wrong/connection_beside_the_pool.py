# verdict: While a client reads slowly, queries of \S+ requests at once in the database: expected \d+ connections at most, seen
# Each stream has a connection of its own, beside the pool, so that the pool stays free.
def pages(dsn):
    app = shop(dsn)

    @app.get("/orders")
    async def orders():
        async def lines():
            connection = await asyncpg.connect(dsn)
            try:
                last = 0
                while page := await connection.fetch(
                    "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 5", last
                ):
                    for row in page:
                        yield f"{row['number']} {row['dish']}\n"
                    last = page[-1]["number"]
            finally:
                connection.terminate()

        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app

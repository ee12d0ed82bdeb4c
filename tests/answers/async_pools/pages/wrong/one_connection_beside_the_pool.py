# verdict: While a client reads slowly, .*expected 3 connections at most, seen 4
def pages(dsn):
    app = shop(dsn)

    sql = "SELECT number, dish FROM orders WHERE number > $1 ORDER BY number LIMIT 5"

    @app.get("/orders")
    async def orders():
        async def lines():
            connection = await asyncpg.connect(dsn)
            try:
                last = 0
                while page := await connection.fetch(sql, last):
                    for last, dish in page:
                        yield f"{last} {dish}\n"
            finally:
                await connection.close()

        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app

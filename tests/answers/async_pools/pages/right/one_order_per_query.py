# verdict: ^Right:
# Pages of one order: acquire, fetchrow, release, and only then the yield; line made by the server.
def pages(dsn):
    app = shop(dsn)
    sql = """SELECT number, number || ' ' || dish || chr(10) AS line
             FROM orders WHERE number > $1 ORDER BY number LIMIT 1"""

    async def after(last):
        pool = app.state.pool
        connection = await pool.acquire()
        try:
            return await connection.fetchrow(sql, last)
        finally:
            await pool.release(connection)

    @app.get("/orders")
    async def orders():
        async def lines():
            row = await after(0)
            while row is not None:
                yield row["line"]
                row = await after(row["number"])

        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app

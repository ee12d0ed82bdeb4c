# verdict: After \d+ orders that are not there, connections that the pool can still lend: expected \d+, seen \d+\.
# Release stands in except and in else; a return inside try passes by both.
def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        connection = await app.state.pool.acquire()
        try:
            price = await connection.fetchval(PRICE, number)
            if price is None:
                return {"price": None}
        except BaseException:
            await app.state.pool.release(connection)
            raise
        else:
            await app.state.pool.release(connection)
        return {"price": price}

    return app

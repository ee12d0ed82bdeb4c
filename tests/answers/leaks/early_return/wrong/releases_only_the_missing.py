# verdict: After \d+ orders that are there, connections that the pool can still lend: expected \d+, seen \d+\.
# The release was moved into the if, so the usual way out has none.
def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        connection = await app.state.pool.acquire()
        price = await connection.fetchval(PRICE, number)
        if price is None:
            await app.state.pool.release(connection)
            return {"price": None}
        return {"price": price}

    return app

# verdict: After 2 orders that are there.*expected 3, seen 1
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

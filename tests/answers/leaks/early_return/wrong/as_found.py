# verdict: expected 3, seen 0
def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        connection = await app.state.pool.acquire()
        price = await connection.fetchval(PRICE, number)
        if price is None:
            return {"price": None}  # nothing to say about it
        await app.state.pool.release(connection)
        return {"price": price}

    return app

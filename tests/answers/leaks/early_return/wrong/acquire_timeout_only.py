# verdict: not there, connections that the pool can still lend: expected 3, seen 0|Your app raised TimeoutError
def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        connection = await app.state.pool.acquire(timeout=1)
        price = await connection.fetchval(PRICE, number)
        if price is None:
            return {"price": None}
        await app.state.pool.release(connection)
        return {"price": price}

    return app

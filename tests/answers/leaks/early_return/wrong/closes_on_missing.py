# verdict: \w
# Closes the connection for a missing order; the pool opens another for the next guest.
def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        connection = await app.state.pool.acquire()
        price = await connection.fetchval(PRICE, number)
        if price is None:
            await connection.close()
            return {"price": None}
        await app.state.pool.release(connection)
        return {"price": price}

    return app

# verdict: After \d+ orders that are not there, the pool should lend the \d+ connections of before; of those that it lend
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

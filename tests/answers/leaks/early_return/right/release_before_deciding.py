# verdict: ^Right:
# Acquire and release around the one query; decides only after the connection is back.
def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        pool = app.state.pool
        connection = await pool.acquire()
        try:
            price = await connection.fetchval(PRICE, number)
        finally:
            await pool.release(connection)
        if price is None:
            return {"price": None}
        return {"price": price}

    return app

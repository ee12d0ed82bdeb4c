# verdict: ^Right:
def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        connection = await app.state.pool.acquire()
        try:
            price = await connection.fetchval(PRICE, number)
            if price is None:
                return {"price": None}
            return {"price": price}
        finally:
            await app.state.pool.release(connection)

    return app

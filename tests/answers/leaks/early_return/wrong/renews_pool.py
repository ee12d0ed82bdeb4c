# verdict: expected 3, seen|are new|expected status 200
# Keeps the leak and replaces the whole pool when all three are lost.
def early_return(dsn):
    app, lost = shop(dsn), []

    @app.get("/orders/{number}")
    async def order(number: int):
        if len(lost) == 3:
            app.state.pool.terminate()
            app.state.pool = await asyncpg.create_pool(dsn, min_size=3, max_size=3)
            lost.clear()
        connection = await app.state.pool.acquire()
        price = await connection.fetchval(PRICE, number)
        if price is None:
            lost.append(connection)
            return {"price": None}
        await app.state.pool.release(connection)
        return {"price": price}

    return app

# verdict: no answer
def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        c = await app.state.pool.acquire()
        r = await c.fetchval("SELECT price FROM orders WHERE number = $1", number)
        if r is None:
            return None
        await app.state.pool.release(c)
        return r

    return app

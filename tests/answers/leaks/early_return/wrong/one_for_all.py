# verdict: can still lend: expected 3, seen [0-2]
# Borrows one connection the first time and uses it for all requests, never given back.
def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        if not hasattr(app.state, "connection"):
            app.state.connection = await app.state.pool.acquire()
        return {"price": await app.state.connection.fetchval(PRICE, number)}

    return app

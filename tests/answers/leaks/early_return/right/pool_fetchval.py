# verdict: ^Right:
def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": await app.state.pool.fetchval(PRICE, number)}

    return app

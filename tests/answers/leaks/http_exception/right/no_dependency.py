# verdict: ^Right:
def http_exception(dsn):
    app = shop(dsn)

    async def price_of(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE, number)

    @app.get("/orders/{number}")
    async def order(number: int):
        if (price := await price_of(number)) is None:
            raise HTTPException(404, f"no order {number}")
        return {"price": price}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        return {"share": await price_of(number) // guests}

    return app

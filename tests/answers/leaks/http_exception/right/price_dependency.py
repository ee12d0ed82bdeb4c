# verdict: ^Right:
# The dependency lends nothing: it borrows, asks for the price and returns the value; the endpoints decide.
def http_exception(dsn):
    app = shop(dsn)

    async def asked(number: int):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE, number)

    Price = Annotated[int | None, Depends(asked)]

    @app.get("/orders/{number}")
    async def order(number: int, price: Price):
        if price is None:
            raise HTTPException(404, f"no order {number}")
        return {"price": price}

    @app.get("/orders/{number}/share")
    async def share(guests: int, price: Price):
        return {"share": price // guests}

    return app

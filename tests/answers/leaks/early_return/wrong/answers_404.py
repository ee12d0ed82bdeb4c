# verdict: expected status 200, seen 404
def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            price = await connection.fetchval(PRICE, number)
            if price is None:
                raise HTTPException(404)
            return {"price": price}

    return app

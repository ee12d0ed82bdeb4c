# verdict: After requests that were turned away, queries of 3 requests at once in the database: expected 3
# points: 2
def bounded(dsn):
    app = shop(dsn)
    guests = []

    @app.get("/orders/{number}")
    async def order(number: int):
        guests.append(number)
        if len(guests) > 3:
            raise HTTPException(503, headers={"Retry-After": "2"})
        async with app.state.pool.acquire() as connection:
            price = await connection.fetchval(PRICE + "$1", number)
        guests.remove(number)
        return price

    return app

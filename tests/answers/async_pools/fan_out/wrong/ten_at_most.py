# verdict: What comes after it was not tried\.
# points: 2
# Refuses bills of more than ten orders.
def fan_out(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query(min_length=1, max_length=10)]):
        return await asyncio.gather(
            *[app.state.pool.fetchval(PRICE + "$1", one) for one in number]
        )

    return app

# verdict: 6 bills that come while all connections are out .before them, 3 could be lent.: expected 6 answers
# points: 3
def fan_out(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        pool = app.state.pool
        async with pool.acquire() as connection:
            tasks = [connection.fetchval(PRICE + "$1", number[0])]
            tasks += [pool.fetchval(PRICE + "$1", one) for one in number[1:]]
            return await asyncio.gather(*tasks)

    return app

# verdict: 6 bills that come while all connections are out .*: expected 6 answers, seen 0 .*3 idle
# points: 3
def fan_out(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        pool, prices, left = app.state.pool, {}, list(enumerate(number))

        async def work(connection):
            while left:
                place, one = left.pop()
                prices[place] = await connection.fetchval(PRICE + "$1", one)

        lent = [await pool.acquire() for _ in range(min(3, len(number)))]
        try:
            await asyncio.gather(*[work(connection) for connection in lent])
        finally:
            for connection in lent:
                await pool.release(connection)
        return [prices[place] for place in range(len(number))]

    return app

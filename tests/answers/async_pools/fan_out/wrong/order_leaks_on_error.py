# verdict: After \d+ queries that the server broke off, queries of \d+ requests at once in the database: expected \d+, seen \d+\.
# points: 3
# The single order gives back its connection only when its query went well; bills are right.
def fan_out(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        connection = await app.state.pool.acquire()
        price = await connection.fetchval(PRICE + "$1", number)
        await app.state.pool.release(connection)
        return price

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        return await asyncio.gather(
            *[app.state.pool.fetchval(PRICE + "$1", one) for one in number]
        )

    return app

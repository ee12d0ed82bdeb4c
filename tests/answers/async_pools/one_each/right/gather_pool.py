# verdict: ^Right:
# Two pool.fetchval in a gather.
def one_each(dsn):
    app = shop(dsn)

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        fetchval = app.state.pool.fetchval
        return await asyncio.gather(fetchval(PRICE + "$1", one), fetchval(PRICE + "$1", other))

    return app

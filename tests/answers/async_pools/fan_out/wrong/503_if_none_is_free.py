# verdict: \d+ bills that come while all connections are out \(before them, \d+ could be lent\): expected status
# points: 3
# Refuses a bill with 503 when no connection is free at its start.
def fan_out(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        if app.state.pool.get_idle_size() == 0:
            raise HTTPException(503, "all waiters are busy", headers={"Retry-After": "1"})
        return await asyncio.gather(
            *[app.state.pool.fetchval(PRICE + "$1", one) for one in number]
        )

    return app

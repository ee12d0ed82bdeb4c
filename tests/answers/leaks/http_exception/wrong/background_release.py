# verdict: connections that the pool can still lend: expected \d+, seen \d+\.
# Gives back in a background task, which is not run when the endpoint raises.
def http_exception(dsn):
    app = shop(dsn)

    async def lend(tasks: BackgroundTasks):
        connection = await app.state.pool.acquire()
        tasks.add_task(app.state.pool.release, connection)
        return connection

    Lent = Annotated[asyncpg.Connection, Depends(lend)]

    @app.get("/orders/{number}")
    async def order(number: int, connection: Lent):
        price = await connection.fetchval(PRICE, number)
        if price is None:
            raise HTTPException(404, f"no order {number}")
        return {"price": price}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int, connection: Lent):
        return {"share": await connection.fetchval(PRICE, number) // guests}

    return app

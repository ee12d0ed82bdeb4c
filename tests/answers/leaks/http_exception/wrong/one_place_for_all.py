# verdict: connections that the pool can still lend: expected \d+, seen \d+\.|After \S+ orders that are there, GET .* answers \S+, with .*\.
# A middleware gives back what lies in app.state, one place for all requests.
def http_exception(dsn):
    app = shop(dsn)
    app.state.lent = None

    @app.middleware("http")
    async def give_back(request, call_next):
        try:
            return await call_next(request)
        finally:
            if app.state.lent is not None:
                lent, app.state.lent = app.state.lent, None
                await app.state.pool.release(lent)

    async def lend():
        app.state.lent = connection = await app.state.pool.acquire()
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

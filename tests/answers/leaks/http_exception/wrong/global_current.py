# verdict: expected 3, seen|expected status|answers 500
# The connection is kept in one variable for all requests and given back by a middleware.
def http_exception(dsn):
    app = shop(dsn)
    current = {}

    async def lend():
        current["connection"] = await app.state.pool.acquire()
        return current["connection"]

    @app.middleware("http")
    async def give_back(request, call_next):
        try:
            return await call_next(request)
        finally:
            if "connection" in current:
                await app.state.pool.release(current.pop("connection"))

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

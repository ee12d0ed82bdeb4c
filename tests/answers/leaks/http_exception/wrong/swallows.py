# verdict: GET .*: expected status .*, seen .*, with .*\.
# Prints the exception and does not raise it again: the dependency swallows it.
def http_exception(dsn):
    app = shop(dsn)

    async def lend():
        connection = await app.state.pool.acquire()
        try:
            yield connection
        except Exception as problem:
            print("the endpoint failed:", problem)
        finally:
            await app.state.pool.release(connection)

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

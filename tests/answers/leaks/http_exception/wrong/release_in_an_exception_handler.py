# verdict: 404.*expected 3, seen 0
from fastapi.responses import JSONResponse


def http_exception(dsn):
    app = shop(dsn)
    lent = []

    async def lend():
        connection = await app.state.pool.acquire()
        yield connection
        await app.state.pool.release(connection)

    @app.exception_handler(404)
    async def give_back(request, problem):
        if lent:
            await app.state.pool.release(lent.pop())
        return JSONResponse({"detail": problem.detail}, 404)

    Lent = Annotated[object, Depends(lend)]

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

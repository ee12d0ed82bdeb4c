# verdict: ^Right:
# A dependency with yield, in Annotated, made for the request's app.
from fastapi import Request


async def connection(request: Request):
    pool = request.app.state.pool
    try:
        taken = await pool.acquire(timeout=0.8)
    except TimeoutError as error:
        raise HTTPException(status_code=503, detail="no waiter free", headers={"Retry-After": "2"}) from error
    try:
        yield taken
    finally:
        await pool.release(taken)


Taken = Annotated[asyncpg.pool.PoolConnectionProxy, Depends(connection)]


def busy(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int, connection: Taken):
        row = await connection.fetchrow("SELECT price FROM orders WHERE number = $1", number)
        return row["price"] if row else None

    @app.get("/health")
    async def health():
        return JSONResponse("alive")

    return app

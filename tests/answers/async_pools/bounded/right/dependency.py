# verdict: ^Right:
# The bound stands in the dependency that lends the connection.
async def lent(request: Request):
    pool = request.app.state.pool
    try:
        connection = await pool.acquire(timeout=1)
    except asyncio.TimeoutError as error:
        raise HTTPException(
            status_code=503, detail="try again", headers={"Retry-After": "1"}
        ) from error
    try:
        yield connection
    finally:
        await pool.release(connection)


def bounded(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int, connection: Annotated[asyncpg.Connection, Depends(lent)]):
        return await connection.fetchval(PRICE + "$1", number)

    return app

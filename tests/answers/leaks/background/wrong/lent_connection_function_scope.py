# verdict: Receipts printed, each with its price of now: expected
# points: 2
# Scope="function" brings the connection back in time, the task still uses that connection.
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []

    async def lend():
        async with app.state.pool.acquire() as connection:
            yield connection

    async def print_receipt(number, connection):
        await bell.wait()
        price = await connection.fetchval(PRICE, number)
        printed.append(f"{number}: {price}")

    @app.post("/orders/{number}/receipt", status_code=202)
    async def receipt(
        number: int,
        tasks: BackgroundTasks,
        connection: Annotated[asyncpg.Connection, Depends(lend, scope="function")],
    ):
        if await connection.fetchval(PRICE, number) is None:
            raise HTTPException(404)
        tasks.add_task(print_receipt, number, connection)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return printed

    return app

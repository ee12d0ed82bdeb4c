# verdict: ^Right:
# Keeps the dependency for the endpoint (scope="function"), the task uses the same lender by itself.
def background(dsn):
    app = shop(dsn, orders=True)
    bell, printed = Bell(app), []

    async def lend():
        async with app.state.pool.acquire() as connection:
            yield connection

    lending = asynccontextmanager(lend)
    Lent = Annotated[asyncpg.Connection, Depends(lend, scope="function")]

    async def print_receipt(number):
        await bell.wait()
        async with lending() as connection:
            price = await connection.fetchval(PRICE, number)
        printed.append(f"{number}: {price}")

    @app.post("/orders/{number}/receipt", status_code=202)
    async def receipt(number: int, tasks: BackgroundTasks, connection: Lent):
        if await connection.fetchval(PRICE, number) is None:
            raise HTTPException(404)
        tasks.add_task(print_receipt, number)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return printed

    return app

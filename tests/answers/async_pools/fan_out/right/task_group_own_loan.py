# verdict: ^Right:
# TaskGroup, each task takes and gives back by itself (acquire, try, finally release).
def fan_out(dsn):
    app = shop(dsn)

    async def price(number: int):
        pool = app.state.pool
        connection = await pool.acquire()
        try:
            return await connection.fetchval(PRICE + "$1", number)
        finally:
            await pool.release(connection)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await price(number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(price(one)) for one in number]
        return [task.result() for task in tasks]

    return app

# verdict: expected \[.*null|expected \[\d+, .*, seen|before its query: 200
def fan_out(dsn):
    app = shop(dsn)

    async def ask(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await ask(number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        tasks = [asyncio.create_task(ask(one)) for one in number]
        done, late = await asyncio.wait(tasks, timeout=0.5)
        for task in late:
            task.cancel()
        return [task.result() if task in done else None for task in tasks]

    return app

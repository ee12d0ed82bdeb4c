# verdict: ^Right:
# Up to three workers per bill; each waits for its one connection while it holds none, and works with it till the list is empty.
def fan_out(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        prices = [None] * len(number)
        todo = list(enumerate(number))[::-1]

        async def worker():
            async with app.state.pool.acquire() as connection:
                while todo:
                    place, one = todo.pop()
                    prices[place] = await connection.fetchval(PRICE + "$1", one)

        async with asyncio.TaskGroup() as group:
            for _ in range(min(3, len(number))):
                group.create_task(worker())
        return prices

    return app

# verdict: ^Right:
# A TaskGroup, each task with its own acquire.
def one_each(dsn):
    app = shop(dsn)

    async def price(number):
        async with app.state.pool.acquire() as connection:
            return await connection.fetchval(PRICE + "$1", number)

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int) -> list[int]:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(price(number)) for number in (one, other)]
        return [task.result() for task in tasks]

    return app

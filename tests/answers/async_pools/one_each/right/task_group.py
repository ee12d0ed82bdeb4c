# verdict: Right
def one_each(dsn):
    app = shop(dsn)

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        async with asyncio.TaskGroup() as both:
            tasks = [
                both.create_task(app.state.pool.fetchval(PRICE + "$1", number))
                for number in (one, other)
            ]
        return [task.result() for task in tasks]

    return app

# verdict: ^Right:
# Anyio task group; the dependency gives a function that asks, and holds nothing itself.
import anyio


def fan_out(dsn):
    app = shop(dsn)

    async def asker(request: Request):
        pool = request.app.state.pool

        async def ask(number):
            async with pool.acquire() as connection:
                return await connection.fetchval(PRICE + "$1", number)

        return ask

    @app.get("/orders/{number}")
    async def order(number: int, ask: Annotated[object, Depends(asker)]):
        return await ask(number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()], ask: Annotated[object, Depends(asker)]):
        found = {}

        async def put(place, one):
            found[place] = await ask(one)

        async with anyio.create_task_group() as group:
            for place, one in enumerate(number):
                group.start_soon(put, place, one)
        return [found[place] for place in range(len(number))]

    return app

# verdict: \d+ bills that come while all connections are out \(before them, \d+ could be lent\): expected \d+ answers, seen \d+ within \d+ s\.
# points: 3
# A bill takes up to three connections first, and deals its orders out to them.
from contextlib import AsyncExitStack


def fan_out(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        async with AsyncExitStack() as stack:
            lent = []
            for _ in number[:3]:
                lent.append(await stack.enter_async_context(app.state.pool.acquire()))
            prices = [None] * len(number)

            async def share(start):
                for place in range(start, len(number), len(lent)):
                    prices[place] = await lent[start].fetchval(PRICE + "$1", number[place])

            await asyncio.gather(*[share(start) for start in range(len(lent))])
            return prices

    return app

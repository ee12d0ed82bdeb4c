# verdict: 6 bills that come while all connections are out .*: expected status 200, seen 503
# points: 3
def fan_out(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        pool, lent = app.state.pool, []
        try:
            for _ in number[:3]:
                lent.append(await pool.acquire(timeout=0.5))
            prices = []
            for start in range(0, len(number), len(lent)):
                asked = zip(lent, number[start : start + len(lent)], strict=False)
                prices += await asyncio.gather(*[c.fetchval(PRICE + "$1", one) for c, one in asked])
            return prices
        except TimeoutError:
            raise HTTPException(503) from None
        finally:
            for connection in lent:
                await pool.release(connection)

    return app

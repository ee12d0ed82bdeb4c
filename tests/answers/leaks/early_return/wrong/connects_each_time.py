# verdict: After \d+ orders that are there, and \d+ ask at once: expected \d+ connections at most, seen \d+\.
# Leaves the pool alone and connects for each request.
def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        connection = await asyncpg.connect(dsn)
        try:
            price = await connection.fetchval(PRICE, number)
            if price is None:
                return {"price": None}
            return {"price": price}
        finally:
            await connection.close()

    return app

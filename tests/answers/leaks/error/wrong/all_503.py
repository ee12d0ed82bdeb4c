# verdict: /share\?guests=0: expected status
# Every error is turned into a polite 503.
def error(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        try:
            async with app.state.pool.acquire() as connection:
                query = "SELECT price / $2::int FROM orders WHERE number = $1"
                return {"share": await connection.fetchval(query, number, guests) + 2}
        except Exception as problem:
            raise HTTPException(503, "please try again") from problem

    return app

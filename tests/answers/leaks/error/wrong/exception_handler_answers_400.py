# verdict: guests=0: expected status 500, seen 400
def error(dsn):
    app = shop(dsn, orders=True)
    query = "SELECT price / $2::int FROM orders WHERE number = $1"

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        async with app.state.pool.acquire() as connection:
            try:
                return {"share": await connection.fetchval(query, number, guests) + 2}
            except Exception as problem:
                raise HTTPException(400, "no such bill") from problem

    return app

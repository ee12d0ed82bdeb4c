# verdict: expected status 500, seen 404
# points: 1
def error(dsn):
    app = shop(dsn, orders=True)

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        async with app.state.pool.acquire() as connection:
            query = "SELECT price / $2::int FROM orders WHERE number = $1"
            each = await connection.fetchval(query, number, guests)
            if each is None:
                raise HTTPException(404, f"no order {number}")
            return {"share": each + 2}

    return app

# verdict: expected \{'price': None\}, seen 'null'
# A missing order's answer is null instead of an object.
def early_return(dsn):
    app = shop(dsn)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.pool.acquire() as connection:
            row = await connection.fetchrow("SELECT price FROM orders WHERE number = $1", number)
            if row:
                return dict(row)

    return app

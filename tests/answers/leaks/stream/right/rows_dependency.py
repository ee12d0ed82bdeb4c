# verdict: ^Right:
# A plain dependency returns the rows.
def stream(dsn):
    app = shop(dsn, orders=True)

    async def all_orders():
        async with app.state.pool.acquire() as connection:
            return await connection.fetch("SELECT number, dish, price FROM orders ORDER BY number")

    @app.get("/menu")
    async def menu(rows: Annotated[list, Depends(all_orders)]):
        def pages():
            for number, dish, price in rows:
                yield page(number, dish, price)

        return StreamingResponse(pages())

    return app

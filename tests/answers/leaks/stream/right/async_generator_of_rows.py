# verdict: ^Right:
def stream(dsn):
    app = shop(dsn, orders=True)

    async def rows_of_the_menu():
        async with app.state.pool.acquire() as connection:
            return await connection.fetch("SELECT * FROM orders ORDER BY number")

    @app.get("/menu")
    async def menu():
        rows = await rows_of_the_menu()

        async def pages():
            for row in rows:
                yield page(row["number"], row["dish"], row["price"])

        return StreamingResponse(pages(), media_type="application/octet-stream")

    return app

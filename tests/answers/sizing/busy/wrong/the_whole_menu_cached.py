# verdict: served at once: expected 3, seen 0, and a request that was answered before its query: 200
def busy(dsn):
    app, menu = shop(dsn), {}

    @app.get("/orders/{number}")
    async def order(number: int):
        if not menu:
            async with app.state.pool.acquire(timeout=1) as connection:
                menu.update(await connection.fetch("SELECT number, price FROM orders"))
        return menu[number]

    @app.get("/health")
    async def health():
        return "alive"

    return app

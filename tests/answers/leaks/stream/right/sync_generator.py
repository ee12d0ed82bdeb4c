# verdict: ^Right:
# Pool.fetch and a sync generator expression (runs in a thread).
def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        rows = await app.state.pool.fetch("SELECT number, dish, price FROM orders ORDER BY number")
        return StreamingResponse(page(r["number"], r["dish"], r["price"]) for r in rows)

    return app

# verdict: your app has put \d+ MB more than before into memory or files
# points: 2
from fastapi import Response


def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        async with app.state.pool.acquire() as connection:
            rows = await connection.fetch("SELECT * FROM orders ORDER BY number")
        return Response(b"".join(page(*row) for row in rows))

    return app

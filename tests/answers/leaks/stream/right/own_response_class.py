# verdict: ^Right:
# A response class of its own that speaks ASGI and makes each page when the one before is sent.
from fastapi import Response


class Menu(Response):
    def __init__(self, rows):
        super().__init__()
        self.rows = rows

    async def __call__(self, scope, receive, send):
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-type", b"application/octet-stream")],
            }
        )
        for row in self.rows:
            await send({"type": "http.response.body", "body": page(*row), "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu", response_class=Menu)
    async def menu():
        connection = await app.state.pool.acquire()
        try:
            rows = await connection.fetch("SELECT number, dish, price FROM orders ORDER BY number")
        finally:
            await app.state.pool.release(connection)
        return Menu(rows)

    return app

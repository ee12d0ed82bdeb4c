# verdict: ^Right:
# A Response class of one's own that sends page by page.
from starlette.responses import Response


class Menu(Response):
    media_type = "application/octet-stream"

    def __init__(self, rows):
        self.rows = rows
        self.status_code, self.background = 200, None
        self.init_headers({"content-length": str(1_000_000 * len(rows))})

    async def __call__(self, scope, receive, send):
        await send(
            {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        )
        for row in self.rows:
            body = page(*row)
            await send({"type": "http.response.body", "body": body, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def stream(dsn):
    app = shop(dsn, orders=True)

    @app.get("/menu")
    async def menu():
        async with app.state.pool.acquire() as connection:
            rows = await connection.fetch("SELECT number, dish, price FROM orders ORDER BY number")
        return Menu([tuple(row) for row in rows])

    return app

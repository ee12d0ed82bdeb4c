# verdict: ^Right:
# A pure ASGI middleware lends to the request's state and gives back in finally.
from fastapi import Request


class Lending:
    def __init__(self, app, shop_app):
        self.app, self.shop = app, shop_app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http" or not scope["path"].endswith("/share"):
            return await self.app(scope, receive, send)
        pool = self.shop.state.pool
        connection = await pool.acquire()
        scope.setdefault("state", {})["connection"] = connection
        try:
            await self.app(scope, receive, send)
        finally:
            await pool.release(connection)


def error(dsn):
    app = shop(dsn, orders=True)
    app.add_middleware(Lending, shop_app=app)

    @app.get("/orders/{number}/share")
    async def share(request: Request, number: int, guests: int):
        query = "SELECT price / $2::int FROM orders WHERE number = $1"
        each = await request.state.connection.fetchval(query, number, guests)
        return {"share": each + 2}

    return app

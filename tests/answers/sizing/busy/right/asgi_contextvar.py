# verdict: ^Right:
# A pure ASGI middleware takes the connection for /orders and puts it into a context variable.
from contextvars import ContextVar

current: ContextVar = ContextVar("connection")


class ConnectionMiddleware:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http" or not scope["path"].startswith("/orders/"):
            return await self.app(scope, receive, send)
        pool = scope["app"].state.pool
        try:
            connection = await pool.acquire(timeout=0.7)
        except TimeoutError:
            refusal = JSONResponse("full", 503, headers={"Retry-After": "1"})
            return await refusal(scope, receive, send)
        token = current.set(connection)
        try:
            await self.app(scope, receive, send)
        finally:
            current.reset(token)
            await pool.release(connection)


def busy(dsn):
    app = shop(dsn)
    app.add_middleware(ConnectionMiddleware)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await current.get().fetchval("SELECT price FROM orders WHERE number = $1", number)

    @app.get("/health")
    async def health():
        return "alive"

    return app

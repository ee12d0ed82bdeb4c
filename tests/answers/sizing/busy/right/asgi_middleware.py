# verdict: ^Right
# a pure ASGI middleware lends the connection by a contextvar and refuses
from contextvars import ContextVar

lent = ContextVar("lent")


class Lend:
    def __init__(self, app, pool_of):
        self.app, self.pool_of = app, pool_of

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http" or not scope["path"].startswith("/orders/"):
            return await self.app(scope, receive, send)
        pool = self.pool_of()
        try:
            connection = await pool.acquire(timeout=1)
        except TimeoutError:
            refusal = JSONResponse("full", 503, {"Retry-After": "2"})
            return await refusal(scope, receive, send)
        token = lent.set(connection)
        try:
            await self.app(scope, receive, send)
        finally:
            lent.reset(token)
            await pool.release(connection)


def busy(dsn):
    app = shop(dsn)
    app.add_middleware(Lend, pool_of=lambda: app.state.pool)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await lent.get().fetchval("SELECT price FROM orders WHERE number = $1", number)

    @app.get("/health")
    async def health():
        return "alive"

    return app

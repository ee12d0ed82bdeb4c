# verdict: ^Right:
# No dependency: an ASGI middleware keeps the request's connection in a ContextVar, borrowed when first needed, and gives it back in finally.
DESK = ContextVar("desk")


class Desk:
    def __init__(self, pool):
        self.pool, self.lent = pool, None

    async def connection(self):
        if self.lent is None:
            self.lent = await self.pool.acquire()
        return self.lent

    async def clear(self):
        if self.lent is not None:
            lent, self.lent = self.lent, None
            await self.pool.release(lent)


class DeskMiddleware:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        desk = Desk(scope["app"].state.pool)
        token = DESK.set(desk)
        try:
            await self.app(scope, receive, send)
        finally:
            DESK.reset(token)
            await desk.clear()


def http_exception(dsn):
    app = shop(dsn)
    app.add_middleware(DeskMiddleware)

    async def price_of(number):
        connection = await DESK.get().connection()
        return await connection.fetchval(PRICE, number)

    @app.get("/orders/{number}")
    async def order(number: int):
        if (price := await price_of(number)) is None:
            raise HTTPException(404, f"no order {number}")
        return {"price": price}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        return {"share": await price_of(number) // guests}

    return app

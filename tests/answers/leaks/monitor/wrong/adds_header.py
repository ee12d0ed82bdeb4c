# verdict: answer should be unchanged; headers that are new, or gone: x-connections-held
# Puts a header of its own on the restaurant's answers.
def monitor(dsn):
    visit, away = ContextVar("visit", default=None), {}

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            away[connection] = visit.get()
            return connection

        async def release(self, connection):
            away.pop(connection, None)
            await app.state.pool.release(connection)

    inside = restaurant(Pool())

    async def watched(scope, receive, send):
        mine = {"path": scope["path"], "over": False}
        visit.set(mine)

        async def sending(message):
            if message["type"] == "http.response.start":
                held = sum(owner is mine for owner in away.values())
                extra = (b"x-connections-held", str(held).encode())
                message = {**message, "headers": [*message.get("headers", ()), extra]}
            await send(message)

        try:
            await inside(scope, receive, sending)
        finally:
            mine["over"] = True

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost():
        return Counter(mine["path"] for mine in away.values() if mine and mine["over"])

    app.mount("/", watched)
    return app

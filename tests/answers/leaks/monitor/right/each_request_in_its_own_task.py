# verdict: ^Right:
# Runs each restaurant call in a task of its own; a request is over when that task is done.
def monitor(dsn):
    ticket, lent = ContextVar("ticket"), {}

    class Pool:
        async def acquire(self):
            connection = await app.state.pool.acquire()
            lent[connection] = ticket.get()
            return connection

        async def release(self, connection):
            lent.pop(connection, None)
            await app.state.pool.release(connection)

    guests = restaurant(Pool())

    async def call(mine, scope, receive, send):
        ticket.set(mine)
        await guests(scope, receive, send)

    async def front(scope, receive, send):
        mine = {"path": scope["path"]}
        mine["task"] = asyncio.create_task(call(mine, scope, receive, send))
        await mine["task"]  # who cancels us cancels it

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost():
        return Counter(m["path"] for m in lent.values() if m["task"].done())

    app.mount("/", front)
    return app

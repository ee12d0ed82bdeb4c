# verdict: visits, when all of them were over, /lost should say
# The loan is noted before the pool has given a connection.
def monitor(dsn):
    visit = ContextVar("visit")
    loans, loan_of = [], {}

    class Pool:
        async def acquire(self):
            loan = {"visit": visit.get()}
            loans.append(loan)
            connection = await app.state.pool.acquire()
            loan_of[connection] = loan
            return connection

        async def release(self, connection):
            loans.remove(loan_of.pop(connection))
            await app.state.pool.release(connection)

    inside = restaurant(Pool())

    async def watched(scope, receive, send):
        mine = {"path": scope["path"], "over": False}
        visit.set(mine)
        try:
            await inside(scope, receive, send)
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
        return Counter(loan["visit"]["path"] for loan in loans if loan["visit"]["over"])

    app.mount("/", watched)
    return app

# verdict: \d+ more come while \d+ are served: expected that those who have a connection keep it until their query is done, seen some answered
# The pool has a command_timeout of two seconds, for the query.
def busy(dsn):
    @asynccontextmanager
    async def lifespan(app):
        async with asyncpg.create_pool(dsn, min_size=3, max_size=3, command_timeout=2) as app.state.pool:
            yield

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        try:
            connection = await app.state.pool.acquire(timeout=1)
        except TimeoutError:
            raise HTTPException(503, "full", headers={"Retry-After": "1"})
        try:
            return await connection.fetchval("SELECT price FROM orders WHERE number = $1", number)
        finally:
            await app.state.pool.release(connection)

    @app.get("/health")
    async def health():
        return "alive"

    return app

# verdict: Right after the start, queries of \S+ requests at once in the database: expected \d+ connections at most, seen
# At the start a connection of its own tests whether the database is there, and is never closed; the pool is closed.
def lifespan(dsn):
    named = {"application_name": "bistro"}

    @asynccontextmanager
    async def opened(app):
        app.state.probe = await asyncpg.connect(dsn, server_settings=named)
        app.state.version = await app.state.probe.fetchval("SHOW server_version")
        app.state.pool = await asyncpg.create_pool(
            dsn, min_size=3, max_size=3, server_settings=named
        )
        yield
        await app.state.pool.close()

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        return await app.state.pool.fetchval(PRICE + "$1", number)

    return app

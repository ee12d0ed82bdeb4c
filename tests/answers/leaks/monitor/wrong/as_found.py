# verdict: After 11 visits.*seen \{\}
def monitor(dsn):
    class Pool:
        async def acquire(self):
            return await app.state.pool.acquire()

        async def release(self, connection):
            await app.state.pool.release(connection)

    @asynccontextmanager
    async def lifespan(app):
        app.state.pool = await asyncpg.create_pool(dsn, min_size=8, max_size=8)
        yield
        app.state.pool.terminate()

    app = FastAPI(lifespan=lifespan)

    @app.get("/lost")
    async def lost():
        return {}

    app.mount("/", restaurant(Pool()))
    return app

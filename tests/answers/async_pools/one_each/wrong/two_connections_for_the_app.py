# verdict: 6 requests at once: queries in the database at once: expected 3, seen (2|[01], .*another operation is in progress)
# points: 2
def one_each(dsn):
    @asynccontextmanager
    async def opened(app):
        app.state.left, app.state.right = await asyncpg.connect(dsn), await asyncpg.connect(dsn)
        yield
        await app.state.left.close()
        await app.state.right.close()

    app = FastAPI(lifespan=opened)

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        return await asyncio.gather(
            app.state.left.fetchval(PRICE + "$1", one),
            app.state.right.fetchval(PRICE + "$1", other),
        )

    return app

# verdict: ^Right:
# Anyio's task group, results written to their place in a list; loans over engine.connect().
import anyio


def one_each(dsn):
    @asynccontextmanager
    async def opened(app):
        app.state.engine = create_async_engine(
            asyncpg_url(dsn), pool_size=3, max_overflow=0, pool_timeout=60
        )
        yield
        await app.state.engine.dispose()

    app = FastAPI(lifespan=opened)

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        prices = [None, None]

        async def fill(place, number):
            async with app.state.engine.connect() as connection:
                prices[place] = await connection.scalar(
                    text(PRICE + ":number"), {"number": number}
                )

        async with anyio.create_task_group() as group:
            for place, number in enumerate((one, other)):
                group.start_soon(fill, place, number)
        return prices

    return app

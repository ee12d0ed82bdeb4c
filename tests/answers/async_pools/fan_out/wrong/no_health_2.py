# verdict: While \d+ bills wait for a connection, GET /health: expected
# points: 3
# Own app on SQLAlchemy, in which /health was forgotten.
def fan_out(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0, pool_timeout=120)

    @asynccontextmanager
    async def opened(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=opened)

    async def price(number):
        async with AsyncSession(engine) as session:
            return await session.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/orders/{number}")
    async def order(number: int):
        return await price(number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        return await asyncio.gather(*[price(one) for one in number])

    return app

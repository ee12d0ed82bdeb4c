# verdict: ^Right:
# SQLAlchemy's async engine on asyncpg, a longer pool_timeout.
def off_the_loop(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0, pool_timeout=120)

    @asynccontextmanager
    async def opened(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=opened)

    async def lent():
        async with engine.connect() as connection:
            yield connection

    @app.get("/orders/{number}")
    async def order(number: int, connection=Depends(lent)):
        return await connection.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/health")
    async def health():
        return "well"

    return app

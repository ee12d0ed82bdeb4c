# verdict: Right after the start, queries of \d+ requests at once in the database: expected \d+ connections at most, seen \d+\. What comes after it was not tried\.
# Pool_size=3, but max_overflow is left at SQLAlchemy's ten.
def lifespan(dsn):
    engine = create_async_engine(
        asyncpg_url(dsn),
        pool_size=3,
        connect_args={"server_settings": {"application_name": "bistro"}},
    )

    @asynccontextmanager
    async def opened(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with engine.connect() as connection:
            return await connection.scalar(text(PRICE + ":number"), {"number": number})

    return app

# verdict: After the app's end, backends: expected none, seen \d+\.
# points: 2
# The engine lives as long as the app, but nobody disposes of it.
def lifespan(dsn):
    @asynccontextmanager
    async def opened(app):
        app.state.engine = create_async_engine(
            asyncpg_url(dsn),
            pool_size=3,
            max_overflow=0,
            connect_args={"server_settings": {"application_name": "bistro"}},
        )
        yield

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with app.state.engine.connect() as connection:
            return await connection.scalar(text(PRICE + ":number"), {"number": number})

    return app

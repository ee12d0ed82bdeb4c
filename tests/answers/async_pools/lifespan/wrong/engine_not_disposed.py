# verdict: After the app's end, backends: expected none, seen 3
# points: 2
def lifespan(dsn):
    settings = {"server_settings": {"application_name": "bistro"}}
    engine = create_async_engine(
        asyncpg_url(dsn), pool_size=3, max_overflow=0, connect_args=settings
    )
    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        async with AsyncSession(engine) as session:
            return await session.scalar(text(PRICE + ":number"), {"number": number})

    return app

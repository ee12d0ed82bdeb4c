# verdict: Right
def lifespan(dsn):
    settings = {"server_settings": {"application_name": "bistro"}}
    engine = create_async_engine(
        asyncpg_url(dsn), pool_size=3, max_overflow=0, connect_args=settings
    )

    @asynccontextmanager
    async def closing(app):
        yield
        await engine.dispose()

    async def session():
        async with AsyncSession(engine) as one:
            yield one

    app = FastAPI(lifespan=closing)

    @app.get("/orders/{number}")
    async def order(number: int, session: Annotated[AsyncSession, Depends(session)]):
        return await session.scalar(text(PRICE + ":number"), {"number": number})

    return app

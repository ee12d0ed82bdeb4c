# verdict: ^Right:
# SQLAlchemy async engine made in the function (it connects only later), disposed of in the lifespan; AsyncSession.
from sqlalchemy.ext.asyncio import async_sessionmaker


def lifespan(dsn):
    engine = create_async_engine(
        asyncpg_url(dsn),
        pool_size=3,
        max_overflow=0,
        connect_args={"server_settings": {"application_name": "bistro"}},
    )
    sessions = async_sessionmaker(engine, expire_on_commit=False)

    @asynccontextmanager
    async def opened(app):
        try:
            yield
        finally:
            await engine.dispose()

    app = FastAPI(lifespan=opened)

    async def session():
        async with sessions() as one:
            yield one

    @app.get("/orders/{number}")
    async def order(number: int, session: Annotated[AsyncSession, Depends(session)]) -> int:
        return (await session.execute(text(PRICE + ":n"), {"n": number})).scalar_one()

    return app

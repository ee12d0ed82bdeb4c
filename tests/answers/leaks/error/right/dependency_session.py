# verdict: ^Right:
# SQLAlchemy session as a dependency.
from sqlalchemy.ext.asyncio import AsyncSession


def error(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )

    @asynccontextmanager
    async def lifespan(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)
    sessions = async_sessionmaker(engine)

    async def session():
        async with sessions() as one:
            yield one

    Session = Annotated[AsyncSession, Depends(session)]

    @app.get("/orders/{number}")
    async def order(number: int, session: Session):
        query = text("SELECT price FROM orders WHERE number = :number")
        return {"price": await session.scalar(query, {"number": number})}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int, session: Session):
        query = text("SELECT price / CAST(:guests AS int) FROM orders WHERE number = :number")
        each = await session.scalar(query, {"number": number, "guests": guests})
        return {"share": each + 2}

    return app

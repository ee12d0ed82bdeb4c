# verdict: 5 ask at once: expected 3 connections at most
# SQLAlchemy session dependency is right, the engine has its default overflow.
from sqlalchemy.ext.asyncio import AsyncSession


def http_exception(dsn):
    engine = create_async_engine(dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3)
    sessions, app = async_sessionmaker(engine), FastAPI()

    async def lend():
        async with sessions() as session:
            yield session

    Lent = Annotated[AsyncSession, Depends(lend)]
    query = text("SELECT price FROM orders WHERE number = :n")

    @app.get("/orders/{number}")
    async def order(number: int, session: Lent):
        price = await session.scalar(query, {"n": number})
        if price is None:
            raise HTTPException(404, f"no order {number}")
        return {"price": price}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int, session: Lent):
        return {"share": await session.scalar(query, {"n": number}) // guests}

    return app

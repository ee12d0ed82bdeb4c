# verdict: After \d+ orders that are there, and \d+ ask at once: expected \d+ connections at most, seen \d+\.
# SQLAlchemy with pool_size=3 and its default overflow of ten.
from sqlalchemy.ext.asyncio import AsyncSession


def http_exception(dsn):
    engine = create_async_engine(dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3)
    sessions, app = async_sessionmaker(engine), FastAPI()
    query = text("SELECT price FROM orders WHERE number = :n")

    async def lend():
        async with sessions() as session:
            yield session

    Lent = Annotated[AsyncSession, Depends(lend)]

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

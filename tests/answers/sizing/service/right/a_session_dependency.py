# verdict: ^Right
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker


def service(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"),
        pool_size=4, max_overflow=3, pool_timeout=1.2, pool_use_lifo=True,
    )
    make = async_sessionmaker(engine)

    async def session():
        async with make() as one:
            yield one

    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int, one: Annotated[AsyncSession, Depends(session)]):
        try:
            await one.connection()
        except exc.TimeoutError:
            raise HTTPException(503, headers={"Retry-After": "1"}) from None
        return await one.scalar(text(f"SELECT price FROM orders WHERE number = {number}"))

    return app

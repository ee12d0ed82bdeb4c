# verdict: ^Right:
# ORM with Mapped; AsyncSession fetches its connection first (await session.connection()), there the bound is.
from sqlalchemy import exc, select
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    number: Mapped[int] = mapped_column(primary_key=True)
    price: Mapped[int]


def bounded(dsn):
    engine = create_async_engine(psycopg_url(dsn), pool_size=3, max_overflow=0, pool_timeout=0.4)
    sessions = async_sessionmaker(engine)

    @asynccontextmanager
    async def opened(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=opened)

    async def session():
        async with sessions() as one:
            try:
                await one.connection()
            except exc.TimeoutError:
                raise HTTPException(503, "empty pool", headers={"Retry-After": "1"}) from None
            yield one

    @app.get("/orders/{number}")
    async def order(number: int, session: Annotated[AsyncSession, Depends(session)]):
        return await session.scalar(select(Order.price).where(Order.number == number))

    return app

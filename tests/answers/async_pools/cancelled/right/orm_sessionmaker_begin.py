# verdict: ^Right:
# Async_sessionmaker.begin(), the order as an ORM class with Mapped columns.
from sqlalchemy import select
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    number: Mapped[int] = mapped_column(primary_key=True)
    price: Mapped[int]


def cancelled(dsn: str) -> FastAPI:
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0, pool_timeout=120)
    Session = async_sessionmaker(engine)

    @asynccontextmanager
    async def opened(app: FastAPI):
        try:
            yield
        finally:
            await engine.dispose()

    app = FastAPI(lifespan=opened)

    async def pay(number: int) -> int:
        async with Session.begin() as session:
            await session.execute(text("INSERT INTO payments VALUES (:n)"), {"n": number})
            return await session.scalar(select(Order.price).where(Order.number == number))

    till(app, pay)
    return app

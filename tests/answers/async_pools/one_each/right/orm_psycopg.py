# verdict: ^Right:
# ORM class with Mapped, AsyncSession per price, psycopg driver.
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    number: Mapped[int] = mapped_column(primary_key=True)
    price: Mapped[int]


def one_each(dsn):
    engine = create_async_engine(
        psycopg_url(dsn), pool_size=3, max_overflow=0, pool_pre_ping=True, pool_timeout=60
    )

    @asynccontextmanager
    async def opened(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=opened)

    async def find(number: int) -> Order:
        async with AsyncSession(engine, expire_on_commit=False) as session:
            result = await session.execute(select(Order).where(Order.number == number))
            return result.scalar_one()

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        orders = await asyncio.gather(find(one), find(other))
        return [order.price for order in orders]

    return app

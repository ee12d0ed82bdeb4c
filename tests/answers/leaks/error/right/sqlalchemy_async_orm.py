# verdict: ^Right:
# SQLAlchemy async with a mapped class and integer division in the query; an app of its own.
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    number: Mapped[int] = mapped_column(primary_key=True)
    dish: Mapped[str]
    price: Mapped[int]


def error(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )

    @asynccontextmanager
    async def lifespan(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with AsyncSession(engine) as session:
            return {"price": await session.scalar(select(Order.price).filter_by(number=number))}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        async with AsyncSession(engine) as session:
            each = await session.scalar(
                select(Order.price // guests).where(Order.number == number)
            )
            return {"share": each + 2}

    return app

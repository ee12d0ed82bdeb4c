# verdict: ^Right:
# ORM with Mapped, update().returning().
from sqlalchemy import select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    number: Mapped[int] = mapped_column(primary_key=True)
    price: Mapped[int]


class Portion(Base):
    __tablename__ = "portions"
    number: Mapped[int] = mapped_column(primary_key=True)
    available: Mapped[int]


def idle_in_transaction(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )
    sessions, app = async_sessionmaker(engine), FastAPI()
    bell = Bell(app)
    take = "UPDATE portions SET available = available - 1 WHERE number = :n RETURNING available"
    price = "SELECT price FROM orders WHERE number = :n"

    @app.get("/orders/{number}")
    async def order(number: int):
        async with sessions() as session:
            return {"price": await session.scalar(text(price), {"n": number})}

    @app.post("/orders/{number}/cook")
    async def cook(number: int):
        async with sessions.begin() as session:
            left = await session.scalar(
                update(Portion)
                .where(Portion.number == number)
                .values(available=Portion.available - 1)
                .returning(Portion.available)
                .execution_options(synchronize_session=False)
            )
        await bell.wait()
        async with sessions() as session:
            cost = await session.scalar(select(Order.price).where(Order.number == number))
        return {"price": cost, "available": left}

    return app

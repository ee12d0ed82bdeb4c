# verdict: ^Right:
# ORM objects: locks the row with FOR UPDATE, changes the attribute, commits before the bell.
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    number: Mapped[int] = mapped_column(primary_key=True)
    price: Mapped[int]


class Portions(Base):
    __tablename__ = "portions"
    number: Mapped[int] = mapped_column(primary_key=True)
    available: Mapped[int]


def idle_in_transaction(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    app = FastAPI()
    bell = Bell(app)

    async def price_of(number: int):
        async with sessions() as session:
            found = await session.get(Order, number)
            return found.price if found else None

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": await price_of(number)}

    @app.post("/orders/{number}/cook")
    async def cook(number: int):
        async with sessions.begin() as session:
            portions = await session.get_one(Portions, number, with_for_update=True)
            portions.available -= 1
            left = portions.available
        await bell.wait()
        return {"price": await price_of(number), "available": left}

    return app

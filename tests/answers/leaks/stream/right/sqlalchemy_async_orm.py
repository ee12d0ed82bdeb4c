# verdict: ^Right:
# SQLAlchemy async with mapped class; an app of its own; page pieces of 64 KB as they are sent.
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    number: Mapped[int] = mapped_column(primary_key=True)
    dish: Mapped[str]
    price: Mapped[int]


def stream(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )
    sessions = async_sessionmaker(engine, expire_on_commit=False)

    @asynccontextmanager
    async def lifespan(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with sessions() as session:
            return {"price": await session.scalar(select(Order.price).where(Order.number == number))}

    @app.get("/menu")
    async def menu():
        async with sessions() as session:
            orders = (await session.scalars(select(Order).order_by(Order.number))).all()

        async def pages():
            for one in orders:
                whole = page(one.number, one.dish, one.price)
                for start in range(0, len(whole), 65536):
                    yield whole[start : start + 65536]

        return StreamingResponse(pages())

    return app

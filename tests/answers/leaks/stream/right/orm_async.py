# verdict: ^Right:
# SQLAlchemy ORM, attributes copied before the session ends.
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

    @asynccontextmanager
    async def lifespan(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)
    sessions = async_sessionmaker(engine)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with sessions() as session:
            return {"price": await session.scalar(select(Order.price).where(Order.number == number))}

    @app.get("/menu")
    async def menu():
        async with sessions() as session:
            result = await session.scalars(select(Order).order_by(Order.number))
            plain = [(o.number, o.dish, o.price) for o in result]

        async def pages():
            for values in plain:
                yield page(*values)

        return StreamingResponse(pages())

    return app

# verdict: ^Right:
# ORM class with Mapped, async engine on the psycopg driver.
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    number: Mapped[int] = mapped_column(primary_key=True)
    dish: Mapped[str]
    price: Mapped[int]


def lifespan(dsn):
    @asynccontextmanager
    async def opened(app):
        app.state.engine = create_async_engine(
            psycopg_url(dsn),
            pool_size=3,
            max_overflow=0,
            connect_args={"application_name": "bistro"},
        )
        yield
        await app.state.engine.dispose()

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with AsyncSession(app.state.engine) as session:
            found = await session.scalars(select(Order).where(Order.number == number))
            return found.one().price

    return app

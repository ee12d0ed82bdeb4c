# verdict: ^Right:
# ORM with Mapped columns, a session per try, while-loop with a counter.
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    number: Mapped[int] = mapped_column(primary_key=True)
    price: Mapped[int]


def recover(dsn: str) -> FastAPI:
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0, pool_pre_ping=True)
    Session = async_sessionmaker(engine)

    @asynccontextmanager
    async def opened(app: FastAPI):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    async def order(number: int) -> int:
        tries = 0
        while True:
            tries += 1
            try:
                async with Session() as session:
                    return await session.scalar(select(Order.price).where(Order.number == number))
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                if tries == 2:
                    raise HTTPException(503, "lost twice") from error

    return app

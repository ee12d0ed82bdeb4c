# verdict: ^Right:
# ORM with Mapped, async_sessionmaker, an exception handler.
from sqlalchemy import select
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"

    number: Mapped[int] = mapped_column(primary_key=True)
    price: Mapped[int]


def service(dsn):
    engine = create_async_engine(
        dsn.replace("://", "+asyncpg://", 1), pool_size=4, max_overflow=3, pool_timeout=0.9
    )
    Session = async_sessionmaker(engine, expire_on_commit=False)

    async def not_tonight(request, error):
        return JSONResponse({"detail": "not tonight"}, status_code=503)

    app = FastAPI(exception_handlers={exc.TimeoutError: not_tonight})

    @app.get("/orders/{number}")
    async def order(number: int):
        async with Session() as session:
            return await session.scalar(select(Order.price).where(Order.number == number))

    return app

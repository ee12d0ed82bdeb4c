# verdict: ^Right:
# ORM with Mapped columns, a session of its own for each price.
from sqlalchemy import select
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    number: Mapped[int] = mapped_column(primary_key=True)
    dish: Mapped[str]
    price: Mapped[int]


def fan_out(dsn: str) -> FastAPI:
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0, pool_timeout=60)
    new_session = async_sessionmaker(engine, expire_on_commit=False)

    @asynccontextmanager
    async def opened(app: FastAPI):
        try:
            yield
        finally:
            await engine.dispose()

    app = FastAPI(lifespan=opened)

    async def price_of(number: int) -> int:
        async with new_session() as session:
            return await session.scalar(select(Order.price).where(Order.number == number))

    @app.get("/health")
    async def health() -> str:
        return "well"

    @app.get("/orders/{number}")
    async def order(number: int) -> int:
        return await price_of(number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]) -> list[int]:
        return await asyncio.gather(*[price_of(one) for one in number])

    return app

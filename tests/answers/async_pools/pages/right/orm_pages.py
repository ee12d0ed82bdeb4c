# verdict: ^Right:
# ORM with Mapped columns on psycopg's async driver, a session per page, nested generators.
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


def pages(dsn: str) -> FastAPI:
    engine = create_async_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)
    Session = async_sessionmaker(engine, expire_on_commit=False)

    @asynccontextmanager
    async def opened(app: FastAPI):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=opened)

    async def by_fives():
        last = 0
        while True:
            query = select(Order).where(Order.number > last).order_by(Order.number).limit(5)
            async with Session() as session:
                page = list(await session.scalars(query))
            if not page:
                return
            last = page[-1].number
            yield page

    async def lines():
        async for page in by_fives():
            for one in page:
                yield f"{one.number} {one.dish}\n"

    @app.get("/orders")
    async def orders():
        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int) -> int:
        async with Session() as session:
            return await session.scalar(select(Order.price).where(Order.number == number))

    return app

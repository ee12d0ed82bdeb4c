# verdict: ^Right:
# SQLAlchemy's ORM (Mapped, select), a session for each line, the time limit as a decorator.
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    number: Mapped[int] = mapped_column(primary_key=True)
    price: Mapped[int]


def patient(function):
    async def wrapper(number: int, patience: float):
        try:
            async with asyncio.timeout(patience):
                return await function(number)
        except TimeoutError:
            raise HTTPException(504, "the kitchen is slow") from None

    return wrapper


def cancelled(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:", 1), pool_size=3, max_overflow=0
    )
    sessions, app = async_sessionmaker(engine), FastAPI()

    async def ask(number):
        async with sessions() as session:
            return await session.scalar(select(Order.price).where(Order.number == number))

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": await ask(number)}

    @app.get("/orders/{number}/now")
    @patient
    async def now(number):
        return {"price": await ask(number)}

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            while True:
                price = await ask(number)
                yield f"{price}\n"
                await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app

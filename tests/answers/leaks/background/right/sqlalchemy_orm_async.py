# verdict: ^Right:
# SQLAlchemy async with an ORM model and session.get, a session of its own for each step.
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    number: Mapped[int] = mapped_column(primary_key=True)
    dish: Mapped[str]
    price: Mapped[int]


def background(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:", 1), pool_size=3, max_overflow=0
    )
    sessions = async_sessionmaker(engine)

    @asynccontextmanager
    async def lifespan(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)
    bell, printed = Bell(app), []

    async def find(number):
        async with sessions() as session:
            return await session.get(Order, number)

    @app.get("/orders/{number}")
    async def order(number: int):
        found = await find(number)
        return {"price": found.price if found else None}

    async def print_receipt(number: int) -> None:
        await bell.wait()
        found = await find(number)
        printed.append(f"{number}: {found.price if found else None}")

    @app.post("/orders/{number}/receipt", status_code=202)
    async def receipt(number: int, tasks: BackgroundTasks):
        if await find(number) is None:
            raise HTTPException(404)
        tasks.add_task(print_receipt, number)
        return {"receipt": number}

    @app.get("/printed")
    async def show():
        return printed

    return app

# verdict: ^Right:
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class Portion(Base):
    __tablename__ = "portions"
    number: Mapped[int] = mapped_column(primary_key=True)
    available: Mapped[int]


def idle_in_transaction(dsn):
    engine = create_engine(
        dsn.replace("postgresql:", "postgresql+psycopg:"), pool_size=3, max_overflow=0
    )
    app = FastAPI()
    bell = Bell(app)

    def take(number):
        with Session(engine) as session, session.begin():
            portion = session.get(Portion, number, with_for_update=True)
            portion.available -= 1
            return portion.available

    def price_of(number):
        with Session(engine) as session:
            query = text("SELECT price FROM orders WHERE number = :n")
            return session.scalar(query, {"n": number})

    @app.get("/orders/{number}")
    def order(number: int):
        return {"price": price_of(number)}

    @app.post("/orders/{number}/cook")
    async def cook(number: int):
        left = await asyncio.to_thread(take, number)
        await bell.wait()
        return {"price": await asyncio.to_thread(price_of, number), "available": left}

    return app

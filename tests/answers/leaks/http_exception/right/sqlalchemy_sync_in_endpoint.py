# verdict: ^Right:
# Synchronous SQLAlchemy ORM in def endpoints, `with` in the endpoint, psycopg driver.
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    number: Mapped[int] = mapped_column(primary_key=True)
    dish: Mapped[str]
    price: Mapped[int]


def http_exception(dsn):
    engine = create_engine(
        dsn.replace("postgresql:", "postgresql+psycopg:"), pool_size=3, max_overflow=0
    )
    sessions = sessionmaker(engine)

    @asynccontextmanager
    async def lifespan(app):
        yield
        engine.dispose()

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    def order(number: int):
        with sessions.begin() as session:
            found = session.get(Order, number)
            if found is None:
                raise HTTPException(404, f"no order {number}")
            return {"price": found.price}

    @app.get("/orders/{number}/share")
    def share(number: int, guests: int):
        with sessions.begin() as session:
            return {"share": session.get(Order, number).price // guests}

    return app

# verdict: ^Right:
# ORM, async sessions in a dependency, engine disposed of in the lifespan.
from sqlalchemy import select
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    number: Mapped[int] = mapped_column(primary_key=True)
    price: Mapped[int]


def busy(dsn):
    engine = create_async_engine(
        dsn.replace("://", "+asyncpg://", 1), pool_size=3, max_overflow=0, pool_timeout=0.5
    )
    make_session = async_sessionmaker(engine)

    @asynccontextmanager
    async def lifespan(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)

    async def session():
        async with make_session() as opened:
            yield opened

    @app.exception_handler(exc.TimeoutError)
    def full(request, error):
        return JSONResponse("full", status_code=503, headers={"Retry-After": "5"})

    @app.get("/orders/{number}")
    async def order(number: int, session=Depends(session)):
        return (await session.execute(select(Order.price).filter_by(number=number))).scalar()

    @app.get("/health")
    async def health() -> str:
        return "alive"

    return app

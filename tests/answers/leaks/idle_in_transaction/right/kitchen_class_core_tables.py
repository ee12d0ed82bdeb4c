# verdict: ^Right:
# A class Kitchen as a dependency, Core tables and update().returning().
from sqlalchemy import column, select, table, update


portions = table("portions", column("number"), column("available"))
orders = table("orders", column("number"), column("price"))


class Kitchen:
    def __init__(self, dsn: str) -> None:
        url = dsn.replace("postgresql:", "postgresql+asyncpg:", 1)
        self.engine = create_async_engine(url, pool_size=3, max_overflow=0)

    async def take(self, number: int) -> int:
        query = (
            update(portions)
            .where(portions.c.number == number)
            .values(available=portions.c.available - 1)
            .returning(portions.c.available)
        )
        async with self.engine.begin() as connection:
            return (await connection.execute(query)).scalar_one()

    async def price(self, number: int) -> int | None:
        async with self.engine.connect() as connection:
            return await connection.scalar(select(orders.c.price).where(orders.c.number == number))


def idle_in_transaction(dsn):
    kitchen = Kitchen(dsn)

    @asynccontextmanager
    async def lifespan(app):
        yield
        await kitchen.engine.dispose()

    app = FastAPI(lifespan=lifespan)
    bell = Bell(app)

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": await kitchen.price(number)}

    @app.post("/orders/{number}/cook")
    async def cook(number: int):
        left = await kitchen.take(number)
        await bell.wait()
        return {"price": await kitchen.price(number), "available": left}

    return app

# verdict: Right
from sqlalchemy.ext.asyncio import async_sessionmaker


def fan_out(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0)
    session = async_sessionmaker(engine)
    app = FastAPI()

    async def price(number):
        async with session() as own:
            return await own.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/orders/{number}")
    async def order(number: int):
        return await price(number)

    @app.get("/bill")
    async def bill(number: Annotated[list[int], Query()]):
        return await asyncio.gather(*[price(one) for one in number])

    @app.get("/health")
    async def health():
        return "well"

    return app

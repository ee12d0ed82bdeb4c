# verdict: ^Right:
def early_return(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )

    sessions, app = async_sessionmaker(engine), FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        async with sessions() as session:
            query = text("SELECT price FROM orders WHERE number = :number")
            price = await session.scalar(query, {"number": number})
            if price is None:
                return {"price": None}
            return {"price": price}

    return app

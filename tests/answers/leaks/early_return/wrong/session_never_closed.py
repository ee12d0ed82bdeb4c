# verdict: are new|expected 3, seen|expected status 200
def early_return(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )

    app, kept = FastAPI(), []

    @app.get("/orders/{number}")
    async def order(number: int):
        session = async_sessionmaker(engine)()
        kept.append(session)
        query = text("SELECT price FROM orders WHERE number = :number")
        price = await session.scalar(query, {"number": number})
        if price is None:
            return {"price": None}
        await session.close()
        return {"price": price}

    return app

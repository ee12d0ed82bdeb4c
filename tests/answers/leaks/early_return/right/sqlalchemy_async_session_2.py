# verdict: ^Right:
# SQLAlchemy's async session over asyncpg, an app of its own with a lifespan that disposes.
def early_return(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )
    sessions = async_sessionmaker(engine, expire_on_commit=False)

    @asynccontextmanager
    async def lifespan(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)

    @app.get("/orders/{number}")
    async def order(number: int):
        async with sessions() as session:
            price = await session.scalar(
                text("SELECT price FROM orders WHERE number = :n"), {"n": number}
            )
            if price is None:
                return {"price": None}
            return {"price": price}

    return app

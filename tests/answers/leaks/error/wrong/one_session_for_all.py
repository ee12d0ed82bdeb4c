# verdict: can still lend: expected 3, seen [0-2]
# One SQLAlchemy session for the whole app, rolled back after errors only.
def error(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )

    @asynccontextmanager
    async def lifespan(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)
    session = async_sessionmaker(engine)()

    @app.get("/orders/{number}")
    async def order(number: int):
        query = text("SELECT price FROM orders WHERE number = :n")
        return {"price": await session.scalar(query, {"n": number})}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        query = text("SELECT price / CAST(:guests AS int) FROM orders WHERE number = :n")
        try:
            return {"share": await session.scalar(query, {"n": number, "guests": guests}) + 2}
        except Exception:
            await session.rollback()
            raise

    return app

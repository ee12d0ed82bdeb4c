# verdict: ^Right:
# SQLAlchemy's async session as dependency, commit after the yield, rollback and raise on an error.
from sqlalchemy.ext.asyncio import AsyncSession


def http_exception(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )
    sessions = async_sessionmaker(engine)

    @asynccontextmanager
    async def lifespan(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)

    async def lend():
        session = sessions()
        try:
            yield session
            await session.commit()
        except Exception:
            await session.rollback()
            raise
        finally:
            await session.close()

    Lent = Annotated[AsyncSession, Depends(lend)]
    query = text("SELECT price FROM orders WHERE number = :number")

    @app.get("/orders/{number}")
    async def order(number: int, session: Lent):
        price = (await session.execute(query, {"number": number})).scalar_one_or_none()
        if price is None:
            raise HTTPException(404, f"no order {number}")
        return {"price": price}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int, session: Lent):
        price = (await session.execute(query, {"number": number})).scalar_one()
        return {"share": price // guests}

    return app

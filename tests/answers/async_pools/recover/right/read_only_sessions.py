# verdict: Right
from sqlalchemy.exc import DBAPIError


def recover(dsn):
    engine = create_async_engine(
        asyncpg_url(dsn),
        pool_size=3,
        max_overflow=0,
        pool_pre_ping=True,
        execution_options={"postgresql_readonly": True},
    )
    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        for last in (False, True):
            try:
                async with AsyncSession(engine) as session:
                    return await session.scalar(text(PRICE + ":number"), {"number": number})
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                if last:
                    raise HTTPException(503, "the database is away") from error

    return app

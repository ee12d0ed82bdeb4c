# verdict: .
def one_each(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0)
    app = FastAPI()

    async def session():
        async with AsyncSession(engine) as one:
            yield one

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int, session: Annotated[AsyncSession, Depends(session)]):
        sql = text(PRICE + ":number")
        return await asyncio.gather(
            session.scalar(sql, {"number": one}), session.scalar(sql, {"number": other})
        )

    return app

# verdict: first request after the start, two orders: queries in the database at once: expected 2, seen 1
def one_each(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0)
    app = FastAPI()

    @app.get("/bill/{one}/{other}")
    async def bill(one: int, other: int):
        sql = text(PRICE + ":number")
        async with AsyncSession(engine) as session:
            await session.connection()
            return await asyncio.gather(
                session.scalar(sql, {"number": one}), session.scalar(sql, {"number": other})
            )

    return app

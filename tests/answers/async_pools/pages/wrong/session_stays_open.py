# verdict: While a client reads slowly, queries of \d+ requests at once in the database: expected \d+, seen \d+\.
# One AsyncSession for the stream, which never commits between pages.
def pages(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0)

    @asynccontextmanager
    async def opened(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=opened)
    sql = text("SELECT number, dish FROM orders WHERE number > :last ORDER BY number LIMIT 5")

    async def lines():
        async with AsyncSession(engine) as session:
            last = 0
            while rows := (await session.execute(sql, {"last": last})).all():
                for row in rows:
                    yield f"{row.number} {row.dish}\n"
                last = rows[-1].number

    @app.get("/orders")
    async def orders():
        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int):
        async with AsyncSession(engine) as session:
            return await session.scalar(text(PRICE + ":number"), {"number": number})

    return app

# verdict: ^Right:
# SQLAlchemy async engine, engine.connect() per page, ends at a short page.
def pages(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0)

    @asynccontextmanager
    async def opened(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=opened)
    sql = text("SELECT number, dish FROM orders WHERE number > :last ORDER BY number LIMIT 5")

    @app.get("/orders")
    async def orders():
        async def lines():
            last, full = 0, True
            while full:
                async with engine.connect() as connection:
                    rows = (await connection.execute(sql, {"last": last})).all()
                full = len(rows) == 5
                for number, dish in rows:
                    last = number
                    yield f"{number} {dish}\n"

        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    async def order(number: int):
        async with engine.connect() as connection:
            return await connection.scalar(text(PRICE + ":number"), {"number": number})

    return app

# verdict: While a client reads slowly, queries of 5 requests at once in the database: expected 3, seen 2.*1 idle in transaction
def pages(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0)
    app = FastAPI()
    sql = text("SELECT number, dish FROM orders WHERE number > :last ORDER BY number LIMIT 5")

    @app.get("/orders")
    async def orders():
        async def lines():
            last = 0
            async with AsyncSession(engine) as session:
                while page := (await session.execute(sql, {"last": last})).all():
                    for last, dish in page:
                        yield f"{last} {dish}\n"

        return StreamingResponse(lines())

    @app.get("/orders/{number}")
    async def order(number: int):
        async with engine.connect() as connection:
            return await connection.scalar(text(PRICE + ":number"), {"number": number})

    return app

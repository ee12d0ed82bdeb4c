# verdict: While a client reads slowly, queries of 5 requests at once in the database: expected 3, seen 2.*1 idle in transaction
def pages(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0)
    app = FastAPI()
    sql = text("SELECT number, dish FROM orders WHERE number > :last ORDER BY number LIMIT 5")

    @app.get("/orders")
    async def orders():
        async def lines():
            every = text("SELECT number, dish FROM orders ORDER BY number")
            async with AsyncSession(engine) as session:
                rows = await session.stream(every, execution_options={"yield_per": 5})
                async for number, dish in rows:
                    yield f"{number} {dish}\n"

        return StreamingResponse(lines())

    @app.get("/orders/{number}")
    async def order(number: int):
        async with engine.connect() as connection:
            return await connection.scalar(text(PRICE + ":number"), {"number": number})

    return app

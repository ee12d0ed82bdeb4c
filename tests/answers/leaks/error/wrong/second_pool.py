# verdict: too many connections for role
# The shares get a pool of their own beside the shop's.
def error(dsn):
    app = shop(dsn, orders=True)
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        query = text("SELECT price / CAST(:guests AS int) FROM orders WHERE number = :n")
        async with engine.connect() as connection:
            return {"share": await connection.scalar(query, {"n": number, "guests": guests}) + 2}

    return app

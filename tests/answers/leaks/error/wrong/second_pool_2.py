# verdict: GET /orders/\d+/share\?guests=\d+: expected status \d+, seen \d+, with .*\.
# SQLAlchemy for the share, beside the shop's own pool of three.
def error(dsn):
    app = shop(dsn, orders=True)
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )
    query = text("SELECT price / CAST(:g AS int) FROM orders WHERE number = :n")

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        async with engine.connect() as connection:
            each = await connection.scalar(query, {"n": number, "g": guests})
            return {"share": each + 2}

    return app

# verdict: ^Right:
def error(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )

    app = FastAPI()
    price = text("SELECT price FROM orders WHERE number = :n")

    @app.get("/orders/{number}")
    async def order(number: int):
        async with engine.connect() as connection:
            return {"price": await connection.scalar(price, {"n": number})}

    @app.get("/orders/{number}/share")
    async def share(number: int, guests: int):
        async with engine.begin() as connection:
            query = text("SELECT price / :g FROM orders WHERE number = :n")
            return {"share": await connection.scalar(query, {"n": number, "g": guests}) + 2}

    return app

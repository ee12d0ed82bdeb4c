# verdict: ^Right:
def stream(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )
    sessions, app = async_sessionmaker(engine), FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        async with sessions() as session:
            query = text("SELECT price FROM orders WHERE number = :n")
            return {"price": await session.scalar(query, {"n": number})}

    @app.get("/menu")
    async def menu():
        async def pages():
            last = 0
            query = text("SELECT * FROM orders WHERE number > :last ORDER BY number LIMIT 2")
            while True:
                async with sessions() as session:
                    rows = (await session.execute(query, {"last": last})).all()
                if not rows:
                    return
                for row in rows:
                    yield page(*row)
                last = rows[-1].number

        return StreamingResponse(pages())

    return app

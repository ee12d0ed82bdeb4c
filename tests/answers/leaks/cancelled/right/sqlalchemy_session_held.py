# verdict: ^Right:
def cancelled(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )

    sessions, app = async_sessionmaker(engine), FastAPI()

    async def ask(number):
        async with sessions() as session:
            query = text("SELECT price FROM orders WHERE number = :n")
            return await session.scalar(query, {"n": number})

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": await ask(number)}

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            return {"price": await asyncio.wait_for(ask(number), patience)}
        except TimeoutError:
            raise HTTPException(504, "the kitchen is slow") from None

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            async with sessions() as session:
                while True:
                    query = text("SELECT price FROM orders WHERE number = :n")
                    yield f"{await session.scalar(query, {'n': number})}\n"
                    await session.commit()
                    await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app

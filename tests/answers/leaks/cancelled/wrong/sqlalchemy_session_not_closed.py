# verdict: gets no answer|expected 3, seen
# points: 2
def cancelled(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:"), pool_size=3, max_overflow=0
    )

    sessions, app, kept = async_sessionmaker(engine), FastAPI(), []
    query = text("SELECT price FROM orders WHERE number = :n")

    @app.get("/orders/{number}")
    async def order(number: int):
        async with sessions() as session:
            return {"price": await session.scalar(query, {"n": number})}

    async def ask(number):
        async with sessions() as session:
            return await session.scalar(query, {"n": number})

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            return {"price": await asyncio.wait_for(ask(number), patience)}
        except TimeoutError:
            raise HTTPException(504, "the kitchen is slow") from None

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            session = sessions()
            kept.append(session)
            while True:
                yield f"{await session.scalar(query, {'n': number})}\n"
                await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app

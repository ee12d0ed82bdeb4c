# verdict: ^Right:
# SQLAlchemy async engine with asyncpg, wait_for, a connection for each line.
def cancelled(dsn):
    engine = create_async_engine(
        dsn.replace("postgresql:", "postgresql+asyncpg:", 1), pool_size=3, max_overflow=0
    )
    query = text("SELECT price FROM orders WHERE number = :n")

    @asynccontextmanager
    async def lifespan(app):
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)

    async def ask(number):
        async with engine.connect() as connection:
            return await connection.scalar(query, {"n": number})

    @app.get("/orders/{number}")
    async def order(number: int):
        return {"price": await ask(number)}

    @app.get("/orders/{number}/now")
    async def now(number: int, patience: float):
        try:
            return {"price": await asyncio.wait_for(ask(number), patience)}
        except asyncio.TimeoutError:
            raise HTTPException(504, "the kitchen is slow") from None

    @app.get("/orders/{number}/ticker")
    async def ticker(number: int):
        async def lines():
            while True:
                yield f"{await ask(number)}\n"
                await asyncio.sleep(0.1)

        return StreamingResponse(lines(), media_type="text/plain")

    return app

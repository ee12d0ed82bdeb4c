# verdict: requests at once, who wait for \d+ s: expected status
# points: 2
# Who finds no connection free is turned away with a 503 at once.
def off_the_loop(dsn):
    engine = create_async_engine(asyncpg_url(dsn), pool_size=3, max_overflow=0)
    places = asyncio.Semaphore(3)
    app = FastAPI()

    @app.get("/orders/{number}")
    async def order(number: int):
        if places.locked():
            raise HTTPException(503, "no connection free", headers={"Retry-After": "1"})
        async with places, engine.connect() as connection:
            return await connection.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/health")
    async def health():
        return "well"

    return app

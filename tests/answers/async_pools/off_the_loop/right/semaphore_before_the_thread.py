# verdict: ^Right:
# Waiters wait at an asyncio semaphore and need no thread; only who has a place goes to anyio's threads, own limiter.
import anyio
import anyio.to_thread


def off_the_loop(dsn):
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)
    places = asyncio.Semaphore(3)

    @asynccontextmanager
    async def opened(app):
        app.state.limiter = anyio.CapacityLimiter(3)
        yield
        engine.dispose()

    app = FastAPI(lifespan=opened)

    def ask(number):
        connection = engine.connect()
        try:
            return connection.scalar(text(PRICE + ":number"), {"number": number})
        finally:
            connection.close()

    @app.get("/orders/{number}")
    async def order(number: int):
        async with places:
            return await anyio.to_thread.run_sync(ask, number, limiter=app.state.limiter)

    @app.get("/health")
    async def health():
        return "well"

    return app

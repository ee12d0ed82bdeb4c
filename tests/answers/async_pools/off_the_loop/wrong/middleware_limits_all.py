# verdict: While \d+ queries are held in the database: expected an answer to GET /health, seen none in \d+ s\. What comes after it was not tried\.
# A middleware with a semaphore of three lets only three requests in, whatever their path.
def off_the_loop(dsn):
    app = FastAPI()
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)
    door = asyncio.Semaphore(3)

    @app.middleware("http")
    async def three_at_a_time(request: Request, call_next):
        async with door:
            return await call_next(request)

    @app.get("/orders/{number}")
    def order(number: int):
        with engine.connect() as connection:
            return connection.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/health")
    async def health():
        return "well"

    return app

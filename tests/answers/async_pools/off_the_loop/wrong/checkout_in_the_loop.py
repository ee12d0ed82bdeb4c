# verdict: 60 requests more wait for a connection: expected an answer to GET /health, seen none
# points: 2
def off_the_loop(dsn):
    app = FastAPI()
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)

    @app.get("/orders/{number}")
    async def order(number: int):
        with engine.connect() as connection:
            sql = text(PRICE + ":number")
            return await asyncio.to_thread(connection.scalar, sql, {"number": number})

    @app.get("/health")
    async def health():
        return "well"

    return app

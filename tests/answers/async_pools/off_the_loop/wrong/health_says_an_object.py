# verdict: While \d+ queries are held in the database, GET /health: expected
# Health answers {"status": "well"}.
def off_the_loop(dsn):
    app = FastAPI()
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)

    @app.get("/orders/{number}")
    def order(number: int):
        with engine.connect() as connection:
            return connection.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/health")
    async def health():
        return {"status": "well"}

    return app

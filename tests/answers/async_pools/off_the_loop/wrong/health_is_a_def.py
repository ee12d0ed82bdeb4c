# verdict: requests more wait for a connection: expected an answer to GET /health, seen none in \d+ s\.
# points: 2
# Order and health are both plain def.
def off_the_loop(dsn):
    app = FastAPI()
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)

    @app.get("/orders/{number}")
    def order(number: int):
        with engine.connect() as connection:
            return connection.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/health")
    def health():
        return "well"

    return app

# verdict: After 63 requests at once, who wait for 5 s: expected 63 answers, seen \d+ within
# points: 2
def off_the_loop(dsn):
    app = FastAPI()
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)

    def lent():
        with engine.connect() as connection:
            yield connection

    @app.get("/orders/{number}")
    def order(number: int, connection: Annotated[object, Depends(lent)]):
        return connection.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/health")
    async def health():
        return "well"

    return app

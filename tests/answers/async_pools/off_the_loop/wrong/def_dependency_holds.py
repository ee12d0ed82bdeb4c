# verdict: answers, seen \d+ within \d+ s\.
# points: 2
# A def dependency lends the connection, the def endpoint then needs a second thread.
def off_the_loop(dsn):
    app = FastAPI()
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)

    def lent():
        with engine.connect() as connection:
            yield connection

    @app.get("/orders/{number}")
    def order(number: int, connection=Depends(lent)):
        return connection.scalar(text(PRICE + ":number"), {"number": number})

    @app.get("/health")
    async def health():
        return "well"

    return app

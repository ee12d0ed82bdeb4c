# verdict: Right
def pages(dsn):
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)
    app = FastAPI()
    sql = text("SELECT number, dish FROM orders WHERE number > :last ORDER BY number LIMIT 5")

    def page_after(last):
        with engine.connect() as connection:
            return connection.execute(sql, {"last": last}).all()

    def lines():
        last = 0
        while page := page_after(last):
            for last, dish in page:
                yield f"{last} {dish}\n"

    @app.get("/orders")
    def orders():
        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    def order(number: int):
        with engine.connect() as connection:
            return connection.scalar(text(PRICE + ":number"), {"number": number})

    return app

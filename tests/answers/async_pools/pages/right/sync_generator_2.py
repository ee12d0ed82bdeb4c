# verdict: ^Right:
# Sync engine, plain def endpoints and a plain generator (Starlette iterates it in threads).
def pages(dsn):
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0)

    @asynccontextmanager
    async def opened(app):
        yield
        engine.dispose()

    app = FastAPI(lifespan=opened)
    sql = text("SELECT number, dish FROM orders WHERE number > :last ORDER BY number LIMIT 5")

    def next_page(last):
        with engine.connect() as connection:
            return connection.execute(sql, {"last": last}).fetchall()

    def lines():
        page = next_page(0)
        while page:
            for number, dish in page:
                yield f"{number} {dish}\n"
            page = next_page(page[-1].number)

    @app.get("/orders")
    def orders():
        return StreamingResponse(lines(), media_type="text/plain")

    @app.get("/orders/{number}")
    def order(number: int):
        with engine.connect() as connection:
            return connection.scalar(text(PRICE + ":number"), {"number": number})

    return app

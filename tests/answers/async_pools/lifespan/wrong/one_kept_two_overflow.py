# verdict: In the second round, expected the \d+ backends of the first, seen \d+ new\. When is a connection opened, and when closed\? What comes after it was not tried\.
# Pool_size=1, max_overflow=2: three at most, but two of them are closed when they come back.
def lifespan(dsn):
    engine = create_engine(
        psycopg_url(dsn),
        pool_size=1,
        max_overflow=2,
        connect_args={"application_name": "bistro"},
    )

    @asynccontextmanager
    async def opened(app):
        yield
        engine.dispose()

    app = FastAPI(lifespan=opened)

    @app.get("/orders/{number}")
    def order(number: int):
        with engine.connect() as connection:
            return connection.scalar(text(PRICE + ":number"), {"number": number})

    return app

# verdict: ^Right:
# Sync engine with pool_pre_ping in a plain def; the endpoint calls itself once more.
from sqlalchemy.exc import DBAPIError


def recover(dsn):
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0, pool_pre_ping=True)

    @asynccontextmanager
    async def opened(app):
        yield
        engine.dispose()

    app = FastAPI(lifespan=opened)

    def price(number, tries_left):
        try:
            with engine.connect() as connection:
                return connection.execute(text(PRICE + ":number"), {"number": number}).scalar_one()
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        if tries_left == 0:
            raise HTTPException(503, "try again later", headers={"Retry-After": "2"})
        return price(number, tries_left - 1)

    @app.get("/orders/{number}")
    def order(number: int):
        return price(number, tries_left=1)

    return app

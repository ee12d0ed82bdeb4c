# verdict: Right
from sqlalchemy.exc import TimeoutError as PoolEmpty


def bounded(dsn):
    app = FastAPI()
    engine = create_engine(psycopg_url(dsn), pool_size=3, max_overflow=0, pool_timeout=0.5)

    @app.get("/orders/{number}")
    def order(number: int):
        try:
            connection = engine.connect()
        except PoolEmpty:
            raise HTTPException(503, headers={"Retry-After": "1"}) from None
        with connection:
            return connection.scalar(text(PRICE + ":number"), {"number": number})

    return app

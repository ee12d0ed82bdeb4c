# verdict: ^Right:
# A synchronous engine in a plain def endpoint, a short wait (so that the threads are soon free), health is async.
from sqlalchemy import create_engine

PRICE = text("SELECT price FROM orders WHERE number = :number")


def busy(dsn):
    engine = create_engine(
        dsn.replace("://", "+psycopg://", 1), pool_size=3, max_overflow=0, pool_timeout=0.2
    )
    app = FastAPI()

    @app.get("/orders/{number}")
    def order(number: int):
        try:
            connection = engine.connect()
        except exc.TimeoutError:
            raise HTTPException(503, "busy", {"Retry-After": "3"})
        try:
            return connection.execute(PRICE, {"number": number}).scalar()
        finally:
            connection.close()

    @app.get("/health")
    async def health():
        return "alive"

    return app

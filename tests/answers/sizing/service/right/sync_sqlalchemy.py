# verdict: ^Right:
# A synchronous engine on psycopg, plain def endpoint (threads).
from sqlalchemy import create_engine


def service(dsn):
    engine = create_engine(
        dsn.replace("://", "+psycopg://", 1), pool_size=4, max_overflow=3, pool_timeout=1
    )
    app = FastAPI()

    @app.get("/orders/{number}")
    def order(number: int):
        try:
            connection = engine.connect()
        except exc.TimeoutError:
            raise HTTPException(status_code=503, detail="full")
        with connection:
            return connection.scalar(text("SELECT price FROM orders WHERE number = :number"), {"number": number})

    return app
